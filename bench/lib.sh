# shellcheck shell=bash disable=SC2034,SC2154,SC2086
# Shared by the parts of the bench: starts servers and ends them, defines tenants, loads and measures.
# Sourced by bench/run, in the folder of the project.

jar=target/quarkus-app/quarkus-run.jar
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
vendors=18081
# One core each, so that a server's figures do not depend on what its load costs.
server_core=${SERVER_CORE:-0}
load_core=${LOAD_CORE:-1}
# A fixed young generation and the simplest collector: what is allocated can be told from how often it filled up.
jvm="-XX:+UseSerialGC -Xmn128m"
work=$(mktemp -d)
pids=()

stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  pids=()
}
trap 'stop; rm -rf "$work"' EXIT

fail() {
  echo "bench: $*" >&2
  exit 1
}

build() {
  [ -f "$jar" ] || ./mvnw -q -B package -DskipTests
}

account() { # the sandbox's own credentials, from where they are written
  sed -nE "s/.* $1 *= *\"([^\"]*)\".*/\1/p" src/main/java/io/quotagate/sandbox/SandboxAccount.java
}

await() { # name, pid, url, seconds: the url answers, or the bench ends with the server's log
  for _ in $(seq $((5 * $4))); do
    curl -sf -o /dev/null -H 'X-API-Key: k0' "$3" && return
    kill -0 "$2" 2>/dev/null || break
    sleep 0.2
  done
  tail -40 "$work/$1.log" >&2
  fail "$1 does not answer"
}

background() { # name, command…: sets pid
  "${@:2}" >"$work/$1.log" 2>&1 &
  pid=$!
  pids+=("$pid")
}

# All tenants have the sandbox's accounts: calls are rationed, as always, but for more than there are.
plenty=1000000/PT1S
rations=(QUOTAGATE_PROVIDERS_KOODRIVE_RATE=$plenty QUOTAGATE_PROVIDERS_TENCENT_SMH_RATE=$plenty
  QUOTAGATE_PROVIDERS_UCLOUD_UFILE_RATE=$plenty QUOTAGATE_PROVIDERS_ZSTACK_HOST_RATE=$plenty)

gateway() { # name, http port, JVM options, environment…: sets pid; waits until it is ready, or READY seconds
  local name=$1 port=$2 options=$3
  background "$name" env QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT="$port" \
    QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT=$((port + 1000)) QUOTAGATE_EGRESS_ALLOW=127.0.0.1 \
    "${rations[@]}" "${@:4}" ${pin:-} "${bin}java" $options -jar "$jar"
  await "$name" "$pid" "http://127.0.0.1:$((port + 1000))/health/ready" "${READY:-60}"
}

connections() { # life of a snapshot, extra connections: what each tenant has
  cat <<YAML
      - id: drive
        provider: koodrive
        baseUrl: http://127.0.0.1:$vendors/sandbox/koodrive
        freshFor: $1
        staleFor: $1
        credentials: { appId: "$(account KOODRIVE_APP_ID)", appSecret: "$(account KOODRIVE_APP_SECRET)", userId: "$(account KOODRIVE_USER_ID)" }
      - id: objects
        provider: ucloud-ufile
        baseUrl: http://127.0.0.1:$vendors/sandbox/ucloud-ufile
        freshFor: $1
        staleFor: $1
        settings: { regions: [cn-bj2], projectId: "$(account UCLOUD_PROJECT_ID)" }
        credentials: { publicKey: "$(account UCLOUD_PUBLIC_KEY)", privateKey: "$(account UCLOUD_PRIVATE_KEY)" }
$(for smh in "${@:2}"; do smh_connection "$1" "$smh"; done)
YAML
}

smh_connection() { # life of a snapshot, id
  cat <<YAML
      - id: $2
        provider: tencent-smh
        baseUrl: http://127.0.0.1:$vendors/sandbox/tencent-smh
        freshFor: $1
        staleFor: $1
        settings: { libraryId: "$(account SMH_LIBRARY_ID)", spaceIds: [space04fzo07fdq61b, space3p5klbgcwndnt] }
        credentials: { librarySecret: "$(account SMH_LIBRARY_SECRET)" }
YAML
}

zstack_connection() { # life of a snapshot
  cat <<YAML
      - id: vms
        provider: zstack
        baseUrl: http://127.0.0.1:$vendors/sandbox/zstack
        freshFor: $1
        staleFor: $1
        settings: { organizationUuid: "$(account ZSTACK_ORGANIZATION_UUID)" }
        credentials: { accountName: "$(account ZSTACK_ACCOUNT_NAME)", password: "$(account ZSTACK_PASSWORD)" }
YAML
}

define() { # folder, tenants: t0, t1, … with the keys k0, k1, … and the connections on standard input
  "${bin}java" bench/TenantsFolder.java "$1" "$2"
}

define_hot() { # folder, tenants: four connections and 20 quotas each, that stay fresh for as long as a bench takes
  connections PT24H media archive | define "$1" "$2"
}

warm() { # port, tenants: reads every tenant once
  taskset -c "$load_core" "${bin}java" bench/ReadAll.java "$1" 0 "$2"
}

need() {
  for tool in wrk nginx taskset curl; do
    command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install wrk nginx-light util-linux curl"
  done
}

cpu() { # pid: ticks of 10 ms that it has used
  sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

allocated() { # pid: bytes allocated so far, 0 for what is no JVM. Eden is filled once for each young collection; what is
  # in it now only jcmd tells, together with the survivors, which jstat knows
  [ "$(cat "/proc/$1/comm")" = java ] || { echo 0; return; }
  { taskset -c "$load_core" "${bin}jstat" -gc "$1"; taskset -c "$load_core" "${bin}jcmd" "$1" GC.heap_info; } | awk '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR == 2 { young = $column["YGC"] * $column["EC"] - $column["S0U"] - $column["S1U"] }
    tolower($0) ~ /def *new/ { sub(/.*used /, ""); printf "%.0f\n", 1024 * (young + $0) }'
}

load() { # port, connections, seconds, path, tenants or 0: one line of requests, seconds, p50, p99, p99.9 in µs, bytes
  taskset -c "$load_core" env KEY=k0 TENANTS="$5" BODY="$body" \
    wrk -t1 -c"$2" -d"$3" -s bench/load.lua "http://127.0.0.1:$1$4" >"$work/wrk.log" 2>&1 || true
  grep '^figures ' "$work/wrk.log" | cut -d' ' -f2- || { cat "$work/wrk.log" >&2; fail "port $1: the load failed"; }
}

measure() { # name, pid, port, connections, seconds, path, tenants or 0: one line for Ratios.java
  local bytes ticks figures
  bytes=$(allocated "$2")
  ticks=$(cpu "$2")
  figures=$(load "$3" "$4" "$5" "$6" "$7")
  ticks=$(($(cpu "$2") - ticks))
  bytes=$(($(allocated "$2") - bytes))
  echo "$4 $1 $figures $ticks $bytes"
}
