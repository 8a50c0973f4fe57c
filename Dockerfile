# The image of Dateline: the command, and Prefect's server and worker beside it.
# See docs/how-to/containers.md. The pins and hashes are those of requirements.lock.
ARG PYTHON=3.13
ARG DEBIAN=trixie

# The whole image has git, by which the version names the commit.
FROM python:${PYTHON}-${DEBIAN} AS build
RUN python -m venv /opt/dateline
WORKDIR /src
COPY requirements.lock ./
RUN /opt/dateline/bin/pip install --no-cache-dir --disable-pip-version-check \
    --require-hashes --requirement requirements.lock --constraint requirements.lock
COPY . .
RUN /opt/dateline/bin/pip install --no-cache-dir --disable-pip-version-check \
    --no-deps --no-build-isolation . \
    && install -D --mode=644 prefect.yaml /opt/dateline/share/dateline/prefect.yaml

FROM python:${PYTHON}-slim-${DEBIAN}
# LightGBM needs OpenMP.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1000 --create-home dateline \
    && install --directory --owner=dateline /data
COPY --from=build /opt/dateline /opt/dateline
# Prefect writes its web interface out when its server starts: where the user may.
ENV PATH=/opt/dateline/bin:$PATH \
    PREFECT_SERVER_UI_STATIC_DIRECTORY=/home/dateline/.prefect/ui
USER dateline
WORKDIR /data
VOLUME /data
ENTRYPOINT ["dateline"]
CMD ["--help"]
