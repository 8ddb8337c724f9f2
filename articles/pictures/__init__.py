"""From a photographer's file to a reader's screen.

`receiving.receive(file)` takes a file in: checked by content, original kept private,
`renditions` made upright and without what the camera wrote. The worker adds what takes longer
(`completing.complete(picture)`). Readers only get renditions.
"""
