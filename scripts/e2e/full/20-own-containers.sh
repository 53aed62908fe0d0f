# shellcheck shell=bash disable=SC2154,SC2034 # names come from scripts/demo-environment and the library
# Patroni on a port of one's own, containers, volumes and claims of one's own beside instances and pooler: ready, and a leader that stops hands over
cluster=beside
export CLUSTER=$cluster
kubectl create configmap beside-words --from-literal word=hello --dry-run=client --output yaml | kubectl apply --filename -
# Each container says that it sees its volumes.
own() {
    jq --null-input --compact-output --arg name "$1" --arg claim "$2" '{
        sidecars: [{name: $name, image: "localhost/egret-pgbouncer:latest", imagePullPolicy: "IfNotPresent",
            command: ["bash", "-c", "trap \"exit 0\" TERM; cat /words/word > /kept/$HOSTNAME; sleep infinity & wait"],
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: ["ALL"]}},
            volumeMounts: [{name: "words", mountPath: "/words"}, {name: $claim, mountPath: "/kept"}]}],
        sidecarVolumes: [{name: "words", configMap: {name: "beside-words"}}],
        sidecarPVCs: [{name: $claim, spec: {accessModes: ["ReadWriteOnce"], resources: {requests: {storage: "10Mi"}}}}]}'
}
command kubectl patch --local --filename deploy/cr.yaml --type merge --patch '{}' --output json |
    jq --arg name "$cluster" --argjson instance "$(own teller teller-words)" --argjson pooler "$(own listener listener-words)" '
        .metadata.name = $name | .spec.patroni = {port: 8009, dynamicConfiguration: {synchronous_mode: true}}
        | .spec.instances[0] += $instance + {replicas: 2} | .spec.proxy.pgBouncer += $pooler + {replicas: 1}' |
    kubectl apply --filename -
wait_for "$cluster is ready" 420 is_ready
wait_for "two members" 60 members_are 2
[ "$(kubectl get pg "$cluster" --output 'jsonpath={.status.conditions[?(@.type=="UnsupportedFields")].status}')" != True ]
for pod in $(pods postgres-operator.crunchydata.com/data=postgres 'jsonpath={.items[*].metadata.name}'); do
    wait_for "the container in $pod has written to its claim" 60 kubectl exec "$pod" --container teller -- grep --quiet hello "/kept/$pod"
    kubectl exec "$pod" --container database -- curl --silent --insecure --fail https://localhost:8009/liveness > /dev/null
done
pooler=$(pods postgres-operator.crunchydata.com/role=pgbouncer 'jsonpath={.items[*].metadata.name}')
wait_for "the container in $pooler has written to its claim" 60 kubectl exec "$pooler" --container listener -- grep --quiet hello "/kept/$pooler"

start_writing
leader=$(role primary)
kubectl delete pod "$leader" --wait=false
count=$(written)
wait_for "rows are written again" 60 written_since "$((count + 20))"
other_leads() { local now; now=$(role primary); [ -n "$now" ] && [ "$now" != "$leader" ]; }
wait_for "another member leads" 60 other_leads
wait_for "$cluster is ready" 180 is_ready
wait_for "two members" 120 members_are 2
stop_writing
kubectl delete pg "$cluster" --timeout 120s
kubectl get pvc teller-words listener-words --output name
kubectl delete pvc --selector "postgres-operator.crunchydata.com/cluster=$cluster" --timeout 60s
