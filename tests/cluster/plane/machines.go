package main

import (
	"context"
	"fmt"
	"time"

	core "k8s.io/api/core/v1"
	storage "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
)

// How often what is played looks at what there is.
const beat = 50 * time.Millisecond

// What is not the real thing: machines with their pods, load balancers, disks.
type world struct {
	client  kubernetes.Interface
	there   informers.SharedInformerFactory
	pace    time.Duration
	turn    int
	count   int
	started map[string]time.Time
}

// Has machines and a class of disks there, and plays until the context ends.
func play(ctx context.Context, given settings, config *rest.Config) error {
	// The binary form is half the work.
	config = rest.CopyConfig(config)
	config.ContentType = "application/vnd.kubernetes.protobuf"
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	for number := range given.machines {
		if err := machine(ctx, client, number+1); err != nil {
			return err
		}
	}
	class := &storage.StorageClass{ObjectMeta: metav1.ObjectMeta{Name: "gp2"}, Provisioner: provisioner}
	if _, err := client.StorageV1().StorageClasses().Create(ctx, class, metav1.CreateOptions{}); unless(err, apierrors.IsAlreadyExists) != nil {
		return err
	}
	there := informers.NewSharedInformerFactory(client, 0)
	all := &world{client, there, given.pace, 0, given.machines, map[string]time.Time{}}
	// Asked for once, so that the factory knows what to watch.
	all.there.Core().V1().Pods().Informer()
	all.there.Core().V1().ConfigMaps().Informer()
	all.there.Core().V1().Secrets().Informer()
	all.there.Core().V1().Services().Informer()
	all.there.Core().V1().PersistentVolumeClaims().Informer()
	all.there.Core().V1().PersistentVolumes().Informer()
	all.there.Networking().V1().Ingresses().Informer()
	there.Start(ctx.Done())
	there.WaitForCacheSync(ctx.Done())
	go all.turns(ctx)
	return nil
}

func (all *world) turns(ctx context.Context) {
	for ticker := time.NewTicker(beat); ; {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			for _, step := range []func(context.Context) error{all.pods, all.balancers, all.disks} {
				// What was just changed by somebody else is looked at again in the next turn.
				if err := step(ctx); err != nil {
					klog.Warningf("played: %v", err)
				}
			}
		}
	}
}

// Whether something has been so for long enough; from when it is first seen so.
func (all *world) after(what string, wait time.Duration) bool {
	since, known := all.started[what]
	if !known {
		all.started[what] = time.Now()
		return false
	}
	if time.Since(since) < wait {
		return false
	}
	delete(all.started, what)
	return true
}

// Makes a machine that is ready and large.
func machine(ctx context.Context, client kubernetes.Interface, number int) error {
	name := fmt.Sprintf("ip-10-0-0-%d.eu-west-1.compute.internal", number)
	zone := "eu-west-1" + string(rune('a'+(number-1)%3))
	node := &core.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{
			core.LabelHostname: name, core.LabelOSStable: "linux", core.LabelArchStable: "amd64",
			core.LabelTopologyZone: zone, core.LabelTopologyRegion: "eu-west-1", core.LabelInstanceTypeStable: "m6i.2xlarge",
		}},
		Spec: core.NodeSpec{ProviderID: fmt.Sprintf("aws:///%s/i-%017x", zone, number)},
	}
	made, err := client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	} else if err != nil {
		return err
	}
	holds := core.ResourceList{
		core.ResourceCPU: resource.MustParse("64"), core.ResourceMemory: resource.MustParse("256Gi"), core.ResourcePods: resource.MustParse("250"),
	}
	made.Status = core.NodeStatus{
		Capacity: holds, Allocatable: holds,
		NodeInfo:  core.NodeSystemInfo{KubeletVersion: "v1.34.2", OperatingSystem: "linux", Architecture: "amd64"},
		Addresses: []core.NodeAddress{{Type: core.NodeInternalIP, Address: fmt.Sprintf("10.0.0.%d", number)}},
		Conditions: []core.NodeCondition{{
			Type: core.NodeReady, Status: core.ConditionTrue, Reason: "KubeletReady",
			LastHeartbeatTime: metav1.Now(), LastTransitionTime: metav1.Now(),
		}},
	}
	ready, err := client.CoreV1().Nodes().UpdateStatus(ctx, made, metav1.UpdateOptions{})
	if err != nil {
		return err
	}
	// The server says of each new machine that it is not ready, and nobody else is here to take that back.
	ready.Spec.Taints = nil
	_, err = client.CoreV1().Nodes().Update(ctx, ready, metav1.UpdateOptions{})
	return err
}

// The error, unless it is of a kind that does not matter.
func unless(err error, kinds ...func(error) bool) error {
	for _, kind := range kinds {
		if err != nil && kind(err) {
			return nil
		}
	}
	return err
}
