"""The videos: what a request asks for, drawn, lettered and encoded."""
