/** The manifests in {@code k8s/}: rendered as a cluster's operator would, and judged offline. */
package io.heartwire.it.kubernetes;
