package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
	logsapi "k8s.io/component-base/logs/api/v1"
	"k8s.io/kubernetes/cmd/kube-controller-manager/app"
	"k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	"k8s.io/kubernetes/cmd/kube-controller-manager/names"
)

// Those that tests can tell from a cluster of EKS; the others deal with machines, quotas and certificates.
var controllers = []string{
	names.ServiceAccountTokenController, names.ServiceAccountController, names.RootCACertificatePublisherController,
	names.NamespaceController, names.GarbageCollectorController, names.PodGarbageCollectorController,
	names.DeploymentController, names.ReplicaSetController, names.StatefulSetController, names.DaemonSetController,
	names.JobController, names.CronJobController, names.TTLAfterFinishedController,
	names.EndpointsController, names.EndpointSliceController, names.DisruptionController,
	names.HorizontalPodAutoscalerController, names.ClusterRoleAggregationController, names.ResourceQuotaController,
	names.PersistentVolumeBinderController, names.PersistentVolumeClaimProtectionController,
	names.PersistentVolumeProtectionController,
}

// What the controllers are told, read before the API server's flags are made: they change a default of the whole process,
// which is only allowed until somebody has made a flag of it.
func controlled(dir string) (*options.KubeControllerManagerOptions, error) {
	// The API server sets the process' logging up.
	logsapi.ReapplyHandling = logsapi.ReapplyHandlingIgnoreUnchanged
	asked, err := options.NewKubeControllerManagerOptions()
	if err != nil {
		return nil, err
	}
	named := asked.Flags(app.KnownControllers(), app.ControllersDisabledByDefault(), app.ControllerAliases())
	all := pflag.NewFlagSet("kube-controller-manager", pflag.ContinueOnError)
	for _, set := range named.FlagSets {
		all.AddFlagSet(set)
	}
	asked.ParsedFlags = &named
	return asked, all.Parse([]string{
		"--kubeconfig=" + filepath.Join(dir, "kubeconfig"),
		"--leader-elect=false",
		"--secure-port=0",
		"--kube-api-qps=500", "--kube-api-burst=1000",
		"--root-ca-file=" + filepath.Join(dir, "ca.crt"),
		"--service-account-private-key-file=" + filepath.Join(dir, "accounts.key"),
		"--horizontal-pod-autoscaler-sync-period=1s",
		"--controllers=" + strings.Join(controllers, ","),
	})
}

// Starts the controllers.
func control(ctx context.Context, asked *options.KubeControllerManagerOptions, failed chan<- error) error {
	config, err := asked.Config(ctx, app.KnownControllers(), app.ControllersDisabledByDefault(), app.ControllerAliases())
	if err != nil {
		return err
	}
	go func() { failed <- fmt.Errorf("the controllers ended: %w", app.Run(ctx, config.Complete())) }()
	return nil
}
