"""The videos: their properties, frames, text and encoding."""
