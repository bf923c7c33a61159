#!/bin/bash
export QUEUE=${queue}
echo "${HOME} ${QUEUE:-none} $1 ${!name}"
