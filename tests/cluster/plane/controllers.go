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

// Starts the controllers.
func control(ctx context.Context, dir string, failed chan<- error) error {
	// The API server has set the process' logging up already.
	logsapi.ReapplyHandling = logsapi.ReapplyHandlingIgnoreUnchanged
	asked, err := options.NewKubeControllerManagerOptions()
	if err != nil {
		return err
	}
	every, off, aliases := app.KnownControllers(), app.ControllersDisabledByDefault(), app.ControllerAliases()
	all := pflag.NewFlagSet("kube-controller-manager", pflag.ContinueOnError)
	named := asked.Flags(every, off, aliases)
	for _, set := range named.FlagSets {
		all.AddFlagSet(set)
	}
	asked.ParsedFlags = &named
	if err := all.Parse([]string{
		"--kubeconfig=" + filepath.Join(dir, "kubeconfig"),
		"--leader-elect=false",
		"--secure-port=0",
		"--kube-api-qps=500", "--kube-api-burst=1000",
		"--root-ca-file=" + filepath.Join(dir, "ca.crt"),
		"--service-account-private-key-file=" + filepath.Join(dir, "accounts.key"),
		"--horizontal-pod-autoscaler-sync-period=1s",
		"--controllers=" + strings.Join(controllers, ","),
	}); err != nil {
		return err
	}
	config, err := asked.Config(ctx, every, off, aliases)
	if err != nil {
		return err
	}
	go func() { failed <- fmt.Errorf("the controllers ended: %w", app.Run(ctx, config.Complete())) }()
	return nil
}
