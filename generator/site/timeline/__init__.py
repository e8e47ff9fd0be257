"""A playbook's timeline: where its steps, stages, waves, freezes and dues stand between T-90 and E+14, drawn when the site is built."""
