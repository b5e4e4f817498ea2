"""The service over HTTP: the API origin and the media origin."""
