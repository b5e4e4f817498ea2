"""The state of the service: tasks, uploaded files, faults, its clock, and what it refuses."""
