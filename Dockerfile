# Two stages: the first installs, the second holds only what runs. Nothing is compiled, and no compiler, package
# manager of Python or cache ends up in the image.
# Both begin with the same base: the digest is that of Python's image for all processors (3.11.16, September 2026).

FROM python:3.11-slim-bookworm@sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b AS build
COPY locks/runtime.txt locks/model.txt locks/build.txt /locks/
# --no-deps and --require-hashes: exactly what the lock names. --only-binary: nothing runs while it is installed.
RUN python3 -m venv --without-pip /opt/venv \
 && install="python3 -m pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
      --no-compile --no-deps --require-hashes --only-binary :all:" \
 && $install -r /locks/runtime.txt \
 && $install --target /opt/tools -r /locks/model.txt -r /locks/build.txt
COPY bot /app/bot
COPY scripts/build_model.py scripts/build_multilingual.py scripts/build_language_model.py scripts/build_personal_data.py \
     /scripts/
RUN export PYTHONPATH=/opt/tools:/app \
 && /opt/venv/bin/python /scripts/build_model.py \
 && /opt/venv/bin/python /scripts/build_multilingual.py \
 && /opt/venv/bin/python /scripts/build_language_model.py \
 && /opt/venv/bin/python /scripts/build_personal_data.py
# Left out: the packages' own tests and tools, and phonenumbers' names of towns and carriers, which the bot has no use for.
# Compiled once, here: at run time the file system may be read-only.
RUN cd /opt/venv/lib/python3.11/site-packages \
 && find . -type d -name tests -prune -exec rm -r {} + \
 && rm -r onnxruntime/datasets onnxruntime/quantization onnxruntime/tools onnxruntime/transformers \
 && find phonenumbers/geodata phonenumbers/carrierdata phonenumbers/tzdata -name 'data*.py' -delete \
 && python3 -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/venv/lib /app/bot

FROM python:3.11-slim-bookworm@sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b
# A fixed number, so that the owner of a folder mounted on /data can be set from outside.
RUN groupadd --system --gid 10001 bot \
 && useradd --system --uid 10001 --gid bot --no-create-home --home-dir /data --shell /usr/sbin/nologin bot \
 && install -d -o bot -g bot -m 700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app/bot /app/bot
COPY deploy/start LICENSE faq* .env.example /app/
# A new named volume begins as a copy of /data in the image: with a FAQ that can be edited, and the vectors of its
# phrasings, so that the first start is as quick as the next. That the bot answers here is the test of the build.
COPY --chown=10001:10001 faq*.yaml /data/
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FAQ_PATH=/data/faq.yaml \
    DATABASE_PATH=/data/faqbot.db \
    LISTEN_HOST=0.0.0.0
WORKDIR /app
USER 10001:10001
RUN ["python", "-m", "bot", "ask", "can botox help"]
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["/app/start"]
CMD ["python", "-m", "bot"]
