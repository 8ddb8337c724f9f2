"""Pictures: from a photographer's file to the renditions that readers get.

`receiving.receive(file)` takes a file in, `completing.complete(picture)` makes the renditions that
are missing, `storing` knows where files lie and `sweeping` reconciles them with the rows. Files of
strangers are read in `sandbox/` only, in a child process that `sandboxed.run` starts.
"""
