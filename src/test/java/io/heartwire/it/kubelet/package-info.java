/** A pod's life as the kubelet sees it, on a real server with the manifests' probes and hooks. */
package io.heartwire.it.kubelet;
