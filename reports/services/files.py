"""The files of jobs: one for each attempt, of which at most one is ever named by its row."""

from __future__ import annotations

from pathlib import Path

from reports.models import ReportJob


def path_of_attempt(job: ReportJob) -> Path:
    """Where this attempt puts its file, so that two workers never write the same one."""
    return Path(job.file.storage.path(f"{job.pk}-{job.attempts}.{job.format}"))


def remove_files(job: ReportJob) -> None:
    """Remove what attempts left behind. Only for a job whose row names no file."""
    for left in path_of_attempt(job).parent.glob(f"{job.pk}-*"):
        left.unlink(missing_ok=True)


def is_kept(job: ReportJob) -> bool:
    """Is the file of a finished job still there, whole?"""
    path = Path(job.file.path)
    return path.is_file() and path.stat().st_size == job.size
