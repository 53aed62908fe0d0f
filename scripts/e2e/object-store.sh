# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# An object store for tests: SeaweedFS as a process of this machine, over TLS with an authority of its own, which Pods reach as Service `s3`.
# Sourced by tests after the library.

object_store_host=s3.$namespace.svc
object_store_key=egret object_store_secret=egret-secret-1

# Makes the store, its bucket `backups`, the Service and the Secret `object-store` with what pgBackRest needs for repository $1.
start_object_store() {
    local address
    weed=$(scripts/install-tools --object-store)/weed
    store=$(mktemp --directory)
    address=$(kubectl get nodes --output 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}')
    object_store_address=$address
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=object-store-authority \
        -keyout "$store/ca.key" -out "$store/ca.crt" 2> /dev/null
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$object_store_host" -keyout "$store/tls.key" -out "$store/tls.csr" 2> /dev/null
    openssl x509 -req -in "$store/tls.csr" -CA "$store/ca.crt" -CAkey "$store/ca.key" -days 2 -out "$store/tls.crt" \
        -extfile <(echo "subjectAltName=DNS:$object_store_host") 2> /dev/null
    store_keys "$object_store_secret"
    mkdir "$store/data"
    run_object_store
    trap stop_object_store EXIT
    object_store_request PUT /backups > /dev/null
    kubectl apply --filename - <<YAML
{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s3"}, "spec": {"ports": [{"name": "https", "port": 443, "targetPort": 8443}]}}
---
{"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "s3"},
 "subsets": [{"addresses": [{"ip": "$address"}], "ports": [{"name": "https", "port": 8443}]}]}
YAML
    object_store_credentials "$1" "$object_store_secret"
}

# What the store lets in: store_keys SECRETKEY
store_keys() {
    jq --null-input --arg key "$object_store_key" --arg secret "$1" \
        '{identities: [{name: "egret", credentials: [{accessKey: $key, secretKey: $secret}], actions: ["Admin", "Read", "Write", "List", "Tagging"]}]}' \
        > "$store/s3.json"
}

# The store with another secret key from now on, which its clients do not know: change_store_keys SECRETKEY
change_store_keys() {
    stop_object_store
    store_keys "$1"
    object_store_secret_now=$1
    run_object_store > /dev/null
}

# The Secret with keys and the authority's certificate: object_store_credentials REPOSITORY SECRETKEY
object_store_credentials() {
    kubectl create secret generic object-store --dry-run=client --output yaml --from-file "ca.crt=$store/ca.crt" \
        --from-literal "s3.conf=$(printf '[global]\n%s-s3-key=%s\n%s-s3-key-secret=%s\n%s-cipher-type=aes-256-cbc\n%s-cipher-pass=a long passphrase\n' \
            "$1" "$object_store_key" "$1" "$2" "$1" "$1")" | kubectl apply --filename -
}

run_object_store() {
    "$weed" server -dir "$store/data" -ip "$object_store_address" -master.telemetry=false -master.volumeSizeLimitMB 64 -volume.max 200 -filer -s3 \
        -s3.config "$store/s3.json" -s3.port.https 8443 -s3.cert.file "$store/tls.crt" -s3.key.file "$store/tls.key" -s3.autoCreateBucket=false \
        -s3.port.iceberg 0 > "$store/weed.log" 2>&1 &
    object_store_process=$!
    wait_for "the object store answers" 60 object_store_request GET /
}

# A request as its administrator: object_store_request METHOD PATH
object_store_request() {
    curl --silent --show-error --fail --cacert "$store/ca.crt" --resolve "$object_store_host:8443:$object_store_address" --max-time 10 \
        --aws-sigv4 aws:amz:us-east-1:s3 --user "$object_store_key:${object_store_secret_now:-$object_store_secret}" --request "$1" "https://$object_store_host:8443$2"
}

stop_object_store() {
    [ -n "${object_store_process:-}" ] || return 0
    kill "$object_store_process" 2> /dev/null || true
    wait "$object_store_process" 2> /dev/null || true
    object_store_process=''
}
