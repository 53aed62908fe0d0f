// KubernetesKubeconfig
