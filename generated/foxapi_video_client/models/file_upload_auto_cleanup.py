from typing import Literal

FileUploadAutoCleanup = Literal["false", "true"]

FILE_UPLOAD_AUTO_CLEANUP_VALUES: set[FileUploadAutoCleanup] = {
    "false",
    "true",
}


def check_file_upload_auto_cleanup(value: str) -> FileUploadAutoCleanup:
    if value in FILE_UPLOAD_AUTO_CLEANUP_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {FILE_UPLOAD_AUTO_CLEANUP_VALUES!r}"
    )
