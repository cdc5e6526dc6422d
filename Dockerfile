# The service in an image: one for the web processes, the worker and the commands. compose.yaml puts it together with the rest.
#   --build-arg REQUIREMENTS=scale    with Celery and buckets; or tracing, with OpenTelemetry (run)
ARG PYTHON=3.13-slim-trixie

FROM python:${PYTHON} AS packages
ARG REQUIREMENTS=run
COPY requirements/${REQUIREMENTS}.txt /requirements.txt
# Wheels alone, by their hashes; pip stays here.
RUN python -m venv --without-pip /opt/venv \
    && pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: --no-deps --requirement /requirements.txt

FROM packages AS service
WORKDIR /srv/service
COPY . .
# Nothing is written into the image when it runs, so bytecode and static files are made here; and whoever runs it may read
# the code, also where it was cloned by somebody who keeps files to themselves.
RUN chmod -R a+rX . \
    && python -m compileall -q . \
    && DATA_DIR=/tmp/data STATIC_ROOT=/srv/static /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:${PYTHON}
# pg_dump makes the backups; what installs packages is not needed any more.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && python -m pip uninstall --yes --root-user-action ignore pip \
    && groupadd --gid 10001 service \
    && useradd --uid 10001 --gid service --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin service \
    && install --directory --owner service --group service --mode 0700 /data
COPY --from=service /opt/venv /opt/venv
COPY --from=service /srv /srv
WORKDIR /srv/service
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    BIND=0.0.0.0 \
    DATA_DIR=/data \
    STATIC_ROOT=/srv/static
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["python", "deploy/alive.py"]
CMD ["gunicorn", "config.wsgi"]
