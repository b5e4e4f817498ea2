"""The state of the service: tasks, uploaded files, faults, the clock, and the validation of requests."""
