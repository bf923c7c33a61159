package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	definitions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/rest"
)

// Takes in every definition in the YAML files of a folder and waits until the server serves it.
func define(ctx context.Context, folder string, config *rest.Config) error {
	if folder == "" {
		return nil
	}
	found, err := definitionsIn(folder)
	if err != nil {
		return err
	}
	client, err := clientset.NewForConfig(config)
	if err != nil {
		return err
	}
	all := client.ApiextensionsV1().CustomResourceDefinitions()
	for _, one := range found {
		// There is no operator that would convert.
		one.Spec.Conversion = nil
		if _, err := all.Create(ctx, &one, metav1.CreateOptions{}); err != nil && !apierrors.IsAlreadyExists(err) {
			return err
		}
	}
	return wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, time.Minute, true, func(ctx context.Context) (bool, error) {
		there, err := all.List(ctx, metav1.ListOptions{})
		if err != nil {
			return false, nil
		}
		return !slices.ContainsFunc(there.Items, func(one definitions.CustomResourceDefinition) bool {
			return !slices.ContainsFunc(one.Status.Conditions, func(is definitions.CustomResourceDefinitionCondition) bool {
				return is.Type == definitions.Established && is.Status == definitions.ConditionTrue
			})
		}), nil
	})
}

func definitionsIn(folder string) ([]definitions.CustomResourceDefinition, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var found []definitions.CustomResourceDefinition
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		reader := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
		for {
			var one definitions.CustomResourceDefinition
			if err := reader.Decode(&one); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			if one.Kind == "CustomResourceDefinition" {
				found = append(found, one)
			}
		}
	}
	return found, nil
}
