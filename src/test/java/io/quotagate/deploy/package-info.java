/**
 * What is deployed: the objects for Kubernetes, by Kustomize and by Helm, and the container images. Held against the types
 * of Kubernetes' API, the rules of its server that no type says, and ours. Knows the gateway by its configuration alone.
 */
package io.quotagate.deploy;
