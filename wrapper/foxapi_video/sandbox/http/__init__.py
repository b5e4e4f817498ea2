"""The service over HTTP: two origins, their bodies, limits and files."""
