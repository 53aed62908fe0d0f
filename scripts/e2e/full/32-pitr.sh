# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# a row a second, and five restores to times chosen at random: each gives exactly the rows committed up to that time
. scripts/e2e/restores.sh
ensure_cluster
wait_for "there is a backup" 180 backed_up
through_pooler --command 'drop table if exists ticks' --command 'create table ticks (n serial primary key)'

for round in 1 2 3 4 5; do
    for _ in $(seq 1 15); do
        through_pooler --command 'insert into ticks default values'
        sleep 1
    done
    # When each row was committed, PostgreSQL knows (track_commit_timestamp).
    commits=$(through_pooler --command "select n, extract(epoch from pg_xact_commit_timestamp(xmin)) from ticks order by n")
    target=$(awk -F '|' -v seed="$RANDOM" 'NR == 1 { first = $2 } { last = $2 } END { srand(seed); printf "%.6f", first + rand() * (last - first) }' <<< "$commits")
    expected=$(awk -F '|' -v target="$target" '$2 <= target { print $1 }' <<< "$commits")
    as_text=$(date --utc --date "@$target" '+%Y-%m-%d %H:%M:%S.%6N+00')
    restore "pitr-$round" --type=time "--target=\"$as_text\""
    wait_for "restore $round to $as_text has succeeded" 300 restore_is "pitr-$round" Succeeded
    found=$(through_pooler --command 'select n from ticks order by n')
    echo "$(wc -l <<< "$expected") of $(wc -l <<< "$commits") rows up to $as_text, found $(wc -l <<< "$found")"
    [ "$found" = "$expected" ]
    wait_for "$cluster is ready" 300 is_ready
    wait_for "a backup of the new timeline is made" 300 backed_up
done
