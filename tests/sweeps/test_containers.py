"""The shape of the production containers, for a machine without Docker."""

import re

import yaml
from django.conf import settings

from tools import run
from tools.environment import PANGO

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
PORTAL = ("prepare", "web", "worker", "reports", "beat")
DOCKERFILE = (settings.BASE_DIR / "Dockerfile").read_text()
INSTRUCTIONS = re.findall(r"^([A-Z]+) (.*)", DOCKERFILE, re.MULTILINE)
IGNORE = (settings.BASE_DIR / ".dockerignore").read_text().splitlines()
NGINX = (settings.BASE_DIR / "deploy/nginx.conf").read_text()


def test_services_are_the_whole_portal():
    assert sorted(SERVICES) == sorted([*PORTAL, "proxy", "db", "redis"])


def test_only_the_proxy_is_reachable():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert SERVICES["proxy"]["ports"] == ["${LISTEN:-127.0.0.1:8080}:8080"]


def test_every_lasting_service_has_a_health_check_and_comes_back():
    for name, service in SERVICES.items():
        if name != "prepare":
            assert service["healthcheck"]["test"][0] == "CMD", name
            assert service["restart"] == "unless-stopped", name


def test_no_service_may_gain_privileges():
    for name, service in SERVICES.items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name


def test_every_image_is_pinned_to_a_release():
    tags = [service["image"].partition(":")[2] for service in SERVICES.values()]
    assert all(re.match(r"\$\{PORTAL_VERSION|\d+(\.\d+)?-\w+$", tag) for tag in tags), tags


def test_portal_waits_for_a_finished_preparation():
    for name in ("web", "worker", "reports", "beat"):
        assert SERVICES[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert SERVICES["prepare"]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
    }


def test_worker_gets_time_for_its_longest_task():
    for name in ("worker", "reports"):
        minutes = int(SERVICES[name]["stop_grace_period"].removesuffix("m"))
        assert minutes * 60 > settings.CELERY_TASK_TIME_LIMIT, name


def test_every_queue_is_read_by_one_worker_and_no_queue_is_unknown():
    """Uploads and documents never wait behind each other; without a list of queues a worker reads them all."""
    read = {name: queues_of(SERVICES[name]["command"]) for name in PORTAL if "worker" in SERVICES[name]["command"]}
    assert read == {"worker": ["celery"], "reports": ["reports"]}
    assert {queue.name for queue in settings.CELERY_TASK_QUEUES} == {"celery", "reports"}
    assert {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} == {"reports"}
    assert "--queues" not in run.commands(8000)["worker"]


def test_documents_are_made_behind_the_pages():
    reports = SERVICES["reports"]
    assert (reports["command"][:3], reports["cpu_shares"]) == (["chrt", "--idle", "0"], 256)
    assert [name for name in ("web", "worker") if "cpu_shares" in SERVICES[name]] == []


def queues_of(command):
    return command[command.index("--queues") + 1].split(",")


def test_every_named_volume_is_declared_and_private_files_are_shared_read_only():
    used = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", []) if not v.startswith(".")}
    assert used == set(COMPOSE["volumes"])
    assert {v for v in SERVICES["proxy"]["volumes"] if not v.startswith(".")} == {
        "static:/srv/static:ro",
        "evidence:/srv/evidence:ro",
        "reports:/srv/reports:ro",
    }


def test_image_runs_as_an_ordinary_user_with_a_health_check():
    names = [name for name, _ in INSTRUCTIONS]
    assert "ADD" not in names
    assert dict(INSTRUCTIONS)["USER"] == "10001:10001"
    assert "useradd --uid 10001" in DOCKERFILE
    assert SERVICES["proxy"]["user"] == "10001:10001"
    assert names.index("HEALTHCHECK") > names.index("USER")
    assert re.fullmatch(r"python:\d\.\d+-slim-\w+", dict(INSTRUCTIONS)["FROM"])


def test_image_installs_pinned_packages_and_the_library_of_the_reports():
    assert "pip install --require-hashes" in DOCKERFILE
    assert all(package in DOCKERFILE for package in PANGO)


def test_image_and_compose_start_the_web_server_alike():
    command = yaml.safe_load(re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[-1])
    assert command == SERVICES["web"]["command"]


def test_image_takes_in_every_app_and_nothing_else():
    from tests.sweeps.test_layers import LOCAL_APPS

    assert IGNORE[1] == "**"
    kept = {line[1:] for line in IGNORE if line.startswith("!")}
    assert kept == LOCAL_APPS | {"manage.py", "requirements.txt", "static", "templates"}


def test_proxy_accepts_the_largest_upload_with_its_form():
    limit = int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1])
    assert limit > settings.UPLOAD_MAX_MIB


def test_proxy_waits_longer_than_the_web_server():
    command = SERVICES["web"]["command"]
    assert int(re.search(r"proxy_read_timeout (\d+)s", NGINX)[1]) > int(command[command.index("--timeout") + 1])
