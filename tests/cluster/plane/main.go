// A cluster of Kubernetes in one process, for tests: etcd, the API server and the controllers are the real ones; the
// machines, load balancers and disks are played.
//
// When all of it works, one line of JSON is printed: `endpoint`, `kubeconfig` and `ca`, the latter two as paths.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
)

// What is said on the command line.
type settings struct {
	dir, crds, cluster, hosts, keys string
	port, machines                  int
	lifetime, pace                  time.Duration
	tied                            bool
}

func read() settings {
	var given settings
	flag.StringVar(&given.dir, "dir", "", "where everything is kept, the file `kubeconfig` too; without it a folder that goes again")
	flag.IntVar(&given.port, "port", 0, "the port of the API server on this machine; 0 is any")
	flag.StringVar(&given.crds, "crds", "", "a folder with definitions of resources to begin with, as YAML")
	flag.IntVar(&given.machines, "machines", 3, "how many machines there are")
	flag.DurationVar(&given.pace, "pace", 300*time.Millisecond, "how long a pod takes to start or to end; a load balancer takes three times that")
	flag.StringVar(&given.cluster, "eks-name", "", "tokens as EKS has them are taken, for the cluster of this name, or `@FILE`: of a name in its lines")
	flag.DurationVar(&given.lifetime, "token-lifetime", 15*time.Minute, "how old such a token may be")
	flag.StringVar(&given.hosts, "sts", "", "one more host that such tokens may be for, with its port, beside those of AWS")
	flag.StringVar(&given.keys, "aws-keys", "test:test", "id and secret of the key that signs such tokens")
	flag.BoolVar(&given.tied, "tied", false, "end when standard input does, with whoever started this, and leave nothing behind")
	flag.Parse()
	return given
}

func main() {
	given := read()
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt, syscall.SIGTERM)
	if given.tied {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			ended <- os.Interrupt
		}()
	}
	own := given.dir == "" || given.tied
	if given.dir == "" {
		folder, err := os.MkdirTemp("", "plane-")
		check(err)
		given.dir = folder
	}
	ctx, stop := context.WithCancel(context.Background())
	failed := make(chan error, 8)
	go func() {
		if err := start(ctx, given, failed); err != nil {
			failed <- err
		}
	}()
	code := 0
	select {
	case <-ended:
	case err := <-failed:
		fmt.Fprintf(os.Stderr, "plane: %v; more is in %s\n", err, filepath.Join(given.dir, "log"))
		code, own = 1, false
	}
	stop()
	if own {
		check(os.RemoveAll(given.dir))
	}
	os.Exit(code)
}

// Starts one part after the other; gives when all work.
func start(ctx context.Context, given settings, failed chan<- error) error {
	if err := os.MkdirAll(given.dir, 0o700); err != nil {
		return err
	}
	dir, err := filepath.Abs(given.dir)
	if err != nil {
		return err
	}
	given.dir = dir
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return err
	}
	if err := quiet(log); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", given.port))
	if err != nil {
		return err
	}
	config, err := identify(dir, listener.Addr().String())
	if err != nil {
		return err
	}
	controllers, err := controlled(dir)
	if err != nil {
		return err
	}
	if err := serve(ctx, given, listener, config, failed); err != nil {
		return err
	}
	if err := control(ctx, controllers, failed); err != nil {
		return err
	}
	if err := play(ctx, given, config); err != nil {
		return err
	}
	if err := define(ctx, given.crds, config); err != nil {
		return err
	}
	if err := operate(ctx, given, config); err != nil {
		return err
	}
	return tell(dir, config)
}

// Has everything that Kubernetes logs in a file.
func quiet(log io.Writer) error {
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	klog.SetOutput(log)
	return flags.Parse([]string{"-logtostderr=false", "-stderrthreshold=FATAL"})
}

func tell(dir string, config *rest.Config) error {
	line := map[string]string{"endpoint": config.Host, "kubeconfig": filepath.Join(dir, "kubeconfig"), "ca": filepath.Join(dir, "ca.crt")}
	text, err := json.Marshal(line)
	fmt.Println(string(text))
	return err
}

func check(err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "plane: %v\n", err)
		os.Exit(1)
	}
}
