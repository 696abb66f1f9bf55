"""What the clock (beat) sends to the worker, and when: seconds between two times, or the hour of TIME_ZONE."""

from celery.schedules import crontab

SCHEDULE = {
    "deliver-lost-mail": {"task": "activity.tasks.deliver_lost_mail", "schedule": 60.0},
    "recover-report-jobs": {"task": "reports.tasks.recover_jobs", "schedule": 60.0},
    "recover-worksheets": {"task": "reports.tasks.recover_worksheets", "schedule": 60.0},
    "tidy-reports": {"task": "reports.tasks.tidy", "schedule": crontab(hour=3, minute=20)},
    "tell-progress": {"task": "reports.tasks.tell_progress", "schedule": crontab(hour=7, minute=0, day_of_week=1)},
    "forget-result-drafts": {"task": "results.tasks.forget_drafts", "schedule": crontab(hour=3, minute=30)},
    "sweep-uploads": {"task": "evidence.tasks.sweep_uploads", "schedule": 300.0},
    "examine-forgotten": {"task": "evidence.tasks.examine_forgotten", "schedule": 120.0},
    "scan-waiting": {"task": "evidence.tasks.scan_waiting", "schedule": 120.0},
    "scan-difficult": {
        "task": "evidence.tasks.scan_waiting",
        "kwargs": {"difficult": True},
        "schedule": crontab(minute=25),
    },
    "propose-finished-actions": {"task": "planning.tasks.propose_finished_actions", "schedule": 300.0},
    "check-findings": {"task": "evidence.tasks.check_findings", "schedule": crontab(hour=2, minute=40)},
    "forget-expired-sessions": {
        "task": "accounts.tasks.forget_expired_sessions",
        "schedule": crontab(hour=3, minute=10),
    },
}
