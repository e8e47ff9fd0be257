"""Pages that depend on engagements: the dashboard, the ten-second pages, the calendar, and each engagement's own."""
