package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/embed"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

// Starts etcd and the API server on a port that is listened on already; gives when it answers.
func serve(ctx context.Context, given settings, listener net.Listener, config *rest.Config, failed chan<- error) error {
	store, err := store(given.dir)
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	flags := []string{
		"--etcd-servers=" + store,
		"--client-ca-file=" + filepath.Join(given.dir, "ca.crt"),
		"--tls-cert-file=" + filepath.Join(given.dir, "server.crt"),
		"--tls-private-key-file=" + filepath.Join(given.dir, "server.key"),
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + filepath.Join(given.dir, "accounts.key"),
		"--service-account-signing-key-file=" + filepath.Join(given.dir, "accounts.key"),
		"--service-cluster-ip-range=10.100.0.0/16",
		"--authorization-mode=RBAC",
		"--allow-privileged=true",
		"--bind-address=127.0.0.1",
		// An address of documentation: no pod calls the server.
		"--advertise-address=192.0.2.1",
		"--endpoint-reconciler-type=none",
		"--profiling=false",
	}
	if given.cluster != "" {
		file, err := judge(ctx, given)
		if err != nil {
			return err
		}
		flags = append(flags, "--authentication-token-webhook-config-file="+file,
			"--authentication-token-webhook-version=v1", "--authentication-token-webhook-cache-ttl=0s")
	}
	asked := options.NewServerRunOptions()
	asked.SecureServing.Listener = listener
	asked.SecureServing.BindPort = listener.Addr().(*net.TCPAddr).Port
	// A token is as old as it is, not as it was when it was seen first.
	asked.Authentication.TokenSuccessCacheTTL, asked.Authentication.TokenFailureCacheTTL = 0, 0
	all := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	named := asked.Flags()
	for _, set := range named.FlagSets {
		all.AddFlagSet(set)
	}
	if err := all.Parse(flags); err != nil {
		return err
	}
	if err := asked.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return err
	}
	completed, err := asked.Complete(ctx)
	if err != nil {
		return err
	}
	if wrong := completed.Validate(); len(wrong) != 0 {
		return utilerrors.NewAggregate(wrong)
	}
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	go func() { failed <- fmt.Errorf("the API server ended: %w", app.Run(ctx, completed)) }()
	return answers(ctx, config)
}

// Starts etcd on any port. Nothing is flushed to the disk: what is kept outlives the process, not the machine.
func store(dir string) (string, error) {
	any, err := url.Parse("http://127.0.0.1:0")
	if err != nil {
		return "", err
	}
	config := embed.NewConfig()
	config.Dir = filepath.Join(dir, "etcd")
	config.LogLevel, config.LogOutputs = "error", []string{filepath.Join(dir, "etcd.log")}
	config.UnsafeNoFsync, config.EnableGRPCGateway = true, false
	config.ListenClientUrls, config.ListenPeerUrls = []url.URL{*any}, []url.URL{*any}
	started, err := embed.StartEtcd(config)
	if err != nil {
		return "", err
	}
	select {
	case <-started.Server.ReadyNotify():
		return "http://" + started.Clients[0].Addr().String(), nil
	case <-time.After(30 * time.Second):
		return "", errors.New("it does not start")
	}
}

// Waits until the server is ready and has the namespace `default`.
func answers(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	return wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, 2*time.Minute, true, func(ctx context.Context) (bool, error) {
		if _, err := client.RESTClient().Get().AbsPath("/readyz").DoRaw(ctx); err != nil {
			return false, nil
		}
		found, err := client.CoreV1().Namespaces().Get(ctx, metav1.NamespaceDefault, metav1.GetOptions{})
		return err == nil && found.Name != "", nil
	})
}
