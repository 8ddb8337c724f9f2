"""In and out of the paper: imports of other papers and of pictures, exports of this one."""
