"""Disk, git and the swap: everything that reads or writes outside the process."""
