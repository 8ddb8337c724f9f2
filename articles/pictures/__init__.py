"""From a photographer's file to a reader's screen.

`receiving.receive(file)` takes a file in: checked by content, original kept private,
`renditions` made upright and without what the camera wrote. Readers only get renditions.
"""
