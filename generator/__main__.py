"""``python -m generator`` is ``playbook``."""

from generator.cli import main

raise SystemExit(main())
