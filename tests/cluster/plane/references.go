package main

import (
	"fmt"

	core "k8s.io/api/core/v1"
)

// What a pod needs and what is not there: a ConfigMap, a Secret, a key of one, a disk. A kubelet waits for them.
func (all *world) missing(pod *core.Pod) string {
	needs := references{all, pod.Namespace, ""}
	for _, volume := range pod.Spec.Volumes {
		needs.volume(volume.VolumeSource)
	}
	for _, container := range containers(pod) {
		for _, from := range container.EnvFrom {
			if from.ConfigMapRef != nil {
				needs.configMap(from.ConfigMapRef.Name, "", from.ConfigMapRef.Optional)
			}
			if from.SecretRef != nil {
				needs.secret(from.SecretRef.Name, "", from.SecretRef.Optional)
			}
		}
		for _, variable := range container.Env {
			if from := variable.ValueFrom; from != nil && from.ConfigMapKeyRef != nil {
				needs.configMap(from.ConfigMapKeyRef.Name, from.ConfigMapKeyRef.Key, from.ConfigMapKeyRef.Optional)
			} else if from != nil && from.SecretKeyRef != nil {
				needs.secret(from.SecretKeyRef.Name, from.SecretKeyRef.Key, from.SecretKeyRef.Optional)
			}
		}
	}
	return needs.missing
}

type references struct {
	all       *world
	namespace string
	missing   string
}

func (needs *references) volume(source core.VolumeSource) {
	switch {
	case source.ConfigMap != nil:
		needs.configMap(source.ConfigMap.Name, "", source.ConfigMap.Optional)
	case source.Secret != nil:
		needs.secret(source.Secret.SecretName, "", source.Secret.Optional)
	case source.PersistentVolumeClaim != nil:
		name := source.PersistentVolumeClaim.ClaimName
		claim, err := needs.all.there.Core().V1().PersistentVolumeClaims().Lister().PersistentVolumeClaims(needs.namespace).Get(name)
		if err != nil || claim.Status.Phase != core.ClaimBound {
			needs.missing = fmt.Sprintf("persistentvolumeclaim %q is not bound", name)
		}
	case source.Projected != nil:
		for _, part := range source.Projected.Sources {
			if part.ConfigMap != nil {
				needs.configMap(part.ConfigMap.Name, "", part.ConfigMap.Optional)
			}
			if part.Secret != nil {
				needs.secret(part.Secret.Name, "", part.Secret.Optional)
			}
		}
	}
}

func (needs *references) configMap(name, key string, optional *bool) {
	found, err := needs.all.there.Core().V1().ConfigMaps().Lister().ConfigMaps(needs.namespace).Get(name)
	there := err == nil
	if there && key != "" {
		_, text := found.Data[key]
		_, bytes := found.BinaryData[key]
		there = text || bytes
	}
	needs.note("configmap", name, key, there, optional)
}

func (needs *references) secret(name, key string, optional *bool) {
	found, err := needs.all.there.Core().V1().Secrets().Lister().Secrets(needs.namespace).Get(name)
	there := err == nil
	if there && key != "" {
		_, there = found.Data[key]
	}
	needs.note("secret", name, key, there, optional)
}

func (needs *references) note(kind, name, key string, there bool, optional *bool) {
	if there || optional != nil && *optional {
		return
	}
	needs.missing = fmt.Sprintf("%s %q not found", kind, name)
	if key != "" {
		needs.missing = fmt.Sprintf("couldn't find key %s in %s %q", key, kind, name)
	}
}
