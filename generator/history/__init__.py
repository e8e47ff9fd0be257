"""What git knows of the tree: who asks git asks here, and nobody else runs it."""
