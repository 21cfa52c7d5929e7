#!/usr/bin/env bash
# A Slurm of this one machine for tests, from Debian's packages, everything of it in one folder and on loopback:
#   test-slurm.sh install        as root: slurm-wlm and munge
#   test-slurm.sh start FOLDER   prints the line to set SLURM_CONF
#   test-slurm.sh stop FOLDER
set -euo pipefail

remedy="as root: bash scripts/test-slurm.sh install"
need() { for program; do command -v "$program" >/dev/null || PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || { echo "$program is not here: $remedy" >&2; exit 2; }; done; }

start() {
  need munged slurmctld slurmd sbatch scontrol
  local cores memory host port
  mkdir -p "$1"
  cd "$1"
  mkdir -p state spool munge
  chmod 700 munge
  host=$(hostname -s)
  cores=$(nproc)
  memory=$(($(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo) / 2048))
  port=$((20000 + RANDOM % 20000)) # several clusters may run side by side
  head -c 128 /dev/urandom >munge/key
  chmod 400 munge/key
  munged --force --key-file="$PWD/munge/key" --socket="$PWD/munge/socket" --pid-file="$PWD/munge/pid" \
    --log-file="$PWD/munge/log" --seed-file="$PWD/munge/seed"
  cat >slurm.conf <<END
ClusterName=widthwise-test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket=$PWD/munge/socket
CryptoType=crypto/munge
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
StateSaveLocation=$PWD/state
SlurmdSpoolDir=$PWD/spool
SlurmctldPidFile=$PWD/slurmctld.pid
SlurmdPidFile=$PWD/slurmd.pid
SlurmctldLogFile=$PWD/slurmctld.log
SlurmdLogFile=$PWD/slurmd.log
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cores RealMemory=$memory State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
  export SLURM_CONF=$PWD/slurm.conf PATH=$PATH:/usr/sbin
  slurmctld
  slurmd
  for _ in $(seq 100); do
    if sinfo -h -o %T 2>/dev/null | grep -qx idle; then
      echo "SLURM_CONF=$SLURM_CONF"
      return
    fi
    sleep 0.2
  done
  echo "the node is not idle after 20 s: $(sinfo 2>&1 | tail -1); see the logs in $PWD" >&2
  stop "$PWD"
  exit 1
}

stop() {
  local pid
  for file in slurmd.pid slurmctld.pid munge/pid; do
    [ -e "$1/$file" ] || continue
    pid=$(cat "$1/$file")
    kill "$pid" 2>/dev/null || continue
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  done
}

case ${1:-} in
  install)
    apt-get -qq update
    # the packages' services stay off: a cluster is started for a test and stopped after it
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq install -y --no-install-recommends slurm-wlm munge
    ;;
  start | stop) "$1" "${2:?$1 needs a folder}" ;;
  *) sed -n '2,5s/^# \?//p' "$0" >&2; exit 2 ;;
esac
