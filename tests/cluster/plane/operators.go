package main

import (
	"context"
	"errors"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
)

const ofScaledObject = "finalizer.keda.sh"

var (
	scaledObjects   = schema.GroupVersionResource{Group: "keda.sh", Version: "v1alpha1", Resource: "scaledobjects"}
	externalSecrets = schema.GroupVersionResource{Group: "external-secrets.io", Version: "v1", Resource: "externalsecrets"}
	autoscalers     = schema.GroupVersionResource{Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers"}
	secrets         = schema.GroupVersionResource{Version: "v1", Resource: "secrets"}
)

// What operators do with their kinds, where a test has these: KEDA and External Secrets, as far as others can tell.
type operators struct {
	client dynamic.Interface
}

// Acts on the kinds of operators until the context ends.
func operate(ctx context.Context, given settings, config *rest.Config) error {
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	all := operators{client}
	go func() {
		for ticker := time.NewTicker(given.pace); ; {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if err := errors.Join(all.each(ctx, scaledObjects, all.scale), all.each(ctx, externalSecrets, all.fetch)); err != nil {
					klog.Warningf("played: %v", err)
				}
			}
		}
	}()
	return nil
}

// Looks at every object of a kind; there are none where the kind is not known.
func (all operators) each(ctx context.Context, kind schema.GroupVersionResource, act func(context.Context, *unstructured.Unstructured) error) error {
	found, err := all.client.Resource(kind).List(ctx, metav1.ListOptions{})
	if err != nil {
		return unless(err, apierrors.IsNotFound)
	}
	var wrong []error
	for index := range found.Items {
		err := act(ctx, &found.Items[index])
		wrong = append(wrong, unless(err, apierrors.IsConflict, apierrors.IsNotFound, apierrors.IsAlreadyExists))
	}
	return errors.Join(wrong...)
}

// A scaled object gets an autoscaler that it owns; as nothing waits for the workload, it is at its minimum, which can be none.
func (all operators) scale(ctx context.Context, object *unstructured.Unstructured) error {
	mine := all.client.Resource(scaledObjects).Namespace(object.GetNamespace())
	if object.GetDeletionTimestamp() != nil {
		object.SetFinalizers(nil)
		_, err := mine.Update(ctx, object, metav1.UpdateOptions{FieldManager: "keda-operator"})
		return err
	}
	if len(object.GetFinalizers()) == 0 {
		object.SetFinalizers([]string{ofScaledObject})
		_, err := mine.Update(ctx, object, metav1.UpdateOptions{FieldManager: "keda-operator"})
		return err
	}
	target := nested(object, "spec", "scaleTargetRef")
	name, _ := target["name"].(string)
	least, most := count(object, "minReplicaCount", 0), count(object, "maxReplicaCount", 100)
	if least == 0 && !ready(object) {
		deployments := schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
		none := []byte(`{"spec":{"replicas":0}}`)
		_, err := all.client.Resource(deployments).Namespace(object.GetNamespace()).
			Patch(ctx, name, "application/merge-patch+json", none, metav1.PatchOptions{FieldManager: "keda-operator"}, "scale")
		if err != nil {
			return err
		}
	}
	made := map[string]any{
		"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
		"metadata": owned(object, "keda-hpa-"+object.GetName()),
		"spec": map[string]any{
			"scaleTargetRef": map[string]any{"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
			"minReplicas":    max(least, 1), "maxReplicas": most,
			"metrics": []any{map[string]any{"type": "External", "external": map[string]any{
				"metric": map[string]any{"name": "s0"}, "target": map[string]any{"type": "AverageValue", "averageValue": "1"},
			}}},
		},
	}
	_, err := all.client.Resource(autoscalers).Namespace(object.GetNamespace()).
		Apply(ctx, "keda-hpa-"+object.GetName(), &unstructured.Unstructured{Object: made}, metav1.ApplyOptions{FieldManager: "keda-operator"})
	if err != nil || ready(object) {
		return err
	}
	return all.settle(ctx, scaledObjects, object)
}

// An external secret gets its Secret, whose values say where they are from.
func (all operators) fetch(ctx context.Context, object *unstructured.Unstructured) error {
	if object.GetDeletionTimestamp() != nil || ready(object) {
		return nil
	}
	name, _, _ := unstructured.NestedString(object.Object, "spec", "target", "name")
	if name == "" {
		name = object.GetName()
	}
	values := map[string]any{}
	entries, _, _ := unstructured.NestedSlice(object.Object, "spec", "data")
	for _, entry := range entries {
		one, _ := entry.(map[string]any)
		key, _ := one["secretKey"].(string)
		remote, _ := one["remoteRef"].(map[string]any)
		from, _ := remote["key"].(string)
		values[key] = "from " + from
	}
	// What a template has takes the place of what is fetched for it.
	if template := nested(object, "spec", "target", "template", "data"); len(template) > 0 {
		values = template
	}
	made := map[string]any{"apiVersion": "v1", "kind": "Secret", "metadata": owned(object, name), "stringData": values}
	_, err := all.client.Resource(secrets).Namespace(object.GetNamespace()).
		Create(ctx, &unstructured.Unstructured{Object: made}, metav1.CreateOptions{FieldManager: "external-secrets"})
	if unless(err, apierrors.IsAlreadyExists) != nil {
		return err
	}
	return all.settle(ctx, externalSecrets, object)
}

// Says in the status that all is well.
func (all operators) settle(ctx context.Context, kind schema.GroupVersionResource, object *unstructured.Unstructured) error {
	well := []any{map[string]any{"type": "Ready", "status": "True", "reason": "Played", "lastTransitionTime": time.Now().UTC().Format(time.RFC3339)}}
	if err := unstructured.SetNestedSlice(object.Object, well, "status", "conditions"); err != nil {
		return err
	}
	_, err := all.client.Resource(kind).Namespace(object.GetNamespace()).UpdateStatus(ctx, object, metav1.UpdateOptions{})
	return err
}

func ready(object *unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")
	return len(conditions) > 0
}

func nested(object *unstructured.Unstructured, path ...string) map[string]any {
	found, _, _ := unstructured.NestedMap(object.Object, path...)
	return found
}

func count(object *unstructured.Unstructured, name string, otherwise int64) int64 {
	found, there, _ := unstructured.NestedInt64(object.Object, "spec", name)
	if !there {
		return otherwise
	}
	return found
}

// The name of what an object owns, which goes with it.
func owned(object *unstructured.Unstructured, name string) map[string]any {
	return map[string]any{"name": name, "namespace": object.GetNamespace(), "ownerReferences": []any{map[string]any{
		"apiVersion": object.GetAPIVersion(), "kind": object.GetKind(), "name": object.GetName(),
		"uid": string(object.GetUID()), "controller": true,
	}}}
}
