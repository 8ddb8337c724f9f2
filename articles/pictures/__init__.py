"""From a photographer's file to a reader's screen.

`receiving.receive(file)` takes a file in: checked by its content, the original kept apart and
named by it, one size made at once. The worker makes the others (`completing.complete`). Readers
only get renditions, which know nothing of what the camera wrote.

Files of strangers are read by `developing`, which runs in a process of its own with little
memory, little time and none of our secrets (`child`, started by `darkroom`). What it needs
(`kinds`, `opening`, `renditions`, `inscribing`, `likeness`, `crops`, `widths`, `camera`) knows no
Django.
"""
