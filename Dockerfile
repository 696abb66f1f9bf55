# One image for web, worker, clock and the one-shot preparation; docker-compose.yml gives each its command.
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DJANGO_SETTINGS_MODULE=spbe_portal.settings \
    VAR_DIR=/srv/var \
    EVIDENCE_ROOT=/srv/evidence \
    REPORT_ROOT=/srv/reports \
    STATIC_ROOT=/portal/staticfiles

# Pango draws the PDF reports. Debian keeps one version per release, so there is none to pin.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0750 /srv/var /srv/evidence /srv/reports /srv/static

WORKDIR /portal
COPY requirements.txt .
RUN pip install --require-hashes --only-binary :all: -r requirements.txt

COPY . .
# DEBUG=false names the static files by their content; the key of this one command signs nothing and is kept nowhere.
RUN DEBUG=false SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" VAR_DIR=/tmp/build \
    EVIDENCE_ROOT=/tmp/build/evidence REPORT_ROOT=/tmp/build/reports \
    python manage.py collectstatic --noinput --skip-checks \
    && rm -rf /tmp/build \
    && python -m compileall -q .

ENV DEBUG=false
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 CMD ["python", "manage.py", "healthy", "web"]
CMD ["gunicorn", "spbe_portal.wsgi", "--bind", "0.0.0.0:8000", "--preload", "--threads", "4", "--timeout", "60", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--max-requests", "2000", "--max-requests-jitter", "200", "--access-logfile", "-"]
