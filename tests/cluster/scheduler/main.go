// The scheduler of Kubernetes as a judge: `scheduler CASES ANSWERS ..`.
//
// For each case it puts the pods of a Deployment, as cloudc emits it, on a machine of each pool, next to the daemon sets
// that run there, and asks the scheduler's own filters: node affinity, taints, resources. What a machine offers is worked
// out as EKS's images do (nodeadm, `internal/kubelet/config.go`), from sizes that AWS publishes, written down here by hand;
// once with all memory that the type has, once with what is left if firmware takes the most that was ever seen.
//
// Of cases that are thought out by hand it is also asked whether all of so many fit on so many machines, put there one after
// the other next to those that are there: with the filter of ports, and what pods say of standing apart.
//
// The answers are held against those in ANSWERS; with CLOUDC_BLESS=1 they are written there.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	helpers "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/nodeports"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/noderesources"
	"sigs.k8s.io/yaml"
)

// A machine as AWS publishes it: processors, GiB of memory, network interfaces and addresses of each, graphics processors.
type machine struct {
	vcpu, memory, interfaces, addresses, gpu int64
	arch                                     string
}

var machines = map[string]machine{
	"t3.medium":     {2, 4, 3, 6, 0, "amd64"},
	"c6i.large":     {2, 4, 3, 10, 0, "amd64"},
	"m6i.xlarge":    {4, 16, 4, 15, 0, "amd64"},
	"m6i.2xlarge":   {8, 32, 4, 15, 0, "amd64"},
	"r6g.xlarge":    {4, 32, 4, 15, 0, "arm64"},
	"m7g.large":     {2, 8, 3, 10, 0, "arm64"},
	"g5.xlarge":     {4, 16, 4, 15, 1, "amd64"},
	"g5.4xlarge":    {16, 64, 8, 30, 1, "amd64"},
	"g4dn.12xlarge": {48, 192, 8, 30, 4, "amd64"},
	"c6i.12xlarge":  {48, 96, 8, 30, 0, "amd64"},
	"g6.xlarge":     {4, 16, 4, 15, 1, "amd64"},
}

type pool struct {
	Type   string            `json:"type"`
	Labels map[string]string `json:"labels"`
	Taints []v1.Taint        `json:"taints"`
	// Any of several types.
	Types []string `json:"types"`
	// Addresses are given sixteen at a time.
	Prefixes bool `json:"prefixes"`
	// GiB.
	Disk int64 `json:"disk"`
	// How many pods share a graphics processor.
	Shared int64 `json:"shared"`
	// How many machines there are.
	Most int64 `json:"most"`
}

type testCase struct {
	Name     string   `json:"name"`
	Pools    []pool   `json:"pools"`
	Files    []string `json:"files"`
	Replicas int64    `json:"replicas"`
}

// Whether the pods fit somewhere: with the least memory, and with the most.
type answer struct {
	Name  string `json:"name"`
	Least bool   `json:"least"`
	Most  bool   `json:"most"`
	// Whether there is a place for all, where that is asked.
	All *bool `json:"all,omitempty"`
}

func main() {
	for index := 1; index+1 < len(os.Args); index += 2 {
		judge(os.Args[index], os.Args[index+1])
	}
}

func judge(asked, written string) {
	var cases []testCase
	check(json.Unmarshal(read(asked), &cases))
	var answers []answer
	for _, one := range cases {
		said := answer{one.Name, fitsSomewhere(one, 75), fitsSomewhere(one, 0), nil}
		if one.Replicas > 0 {
			all := said.Most && placed(one) >= one.Replicas
			said.All = &all
		}
		answers = append(answers, said)
	}
	if os.Getenv("CLOUDC_BLESS") == "1" {
		lines := []string{}
		for _, one := range answers {
			text, err := json.Marshal(one)
			check(err)
			lines = append(lines, string(text))
		}
		check(os.WriteFile(written, []byte("[\n"+strings.Join(lines, ",\n")+"\n]\n"), 0o644))
		return
	}
	var known []answer
	check(json.Unmarshal(read(written), &known))
	if !reflect.DeepEqual(known, answers) {
		for index := range answers {
			if index >= len(known) || known[index] != answers[index] {
				fmt.Printf("the scheduler says %+v\n", answers[index])
			}
		}
		os.Exit(1)
	}
	fmt.Printf("%d cases: the scheduler says what is written down\n", len(answers))
}

func fitsSomewhere(one testCase, overhead int64) bool {
	pods, daemons := workloads(one.Files)
	for _, pool := range one.Pools {
		for _, node := range empty(pool, overhead, daemons) {
			if fits(pods, node) {
				return true
			}
		}
	}
	return false
}

// An empty machine of each type of a pool, with what runs on every machine.
func empty(pool pool, overhead int64, daemons []*v1.Pod) []*framework.NodeInfo {
	types := pool.Types
	if len(types) == 0 {
		types = []string{pool.Type}
	}
	var nodes []*framework.NodeInfo
	for _, kind := range types {
		pool.Type = kind
		node := framework.NewNodeInfo()
		node.SetNode(nodeOf(pool, overhead))
		// What EKS itself runs on each machine.
		node.AddPod(asking("kube-system", "150m"))
		for _, daemon := range daemons {
			if stands(daemon, node.Node()) {
				node.AddPod(daemon)
			}
		}
		nodes = append(nodes, node)
	}
	return nodes
}

// What the filters say of a pod and a machine as it is.
func fits(pod *v1.Pod, node *framework.NodeInfo) bool {
	options := noderesources.ResourceRequestsOptions{EnablePodLevelResources: true}
	free := len(noderesources.Fits(pod, node, options)) == 0 && nodeports.Fits(pod, node)
	return free && stands(pod, node.Node()) && !apart(pod, node)
}

// Whether a pod does not stand beside those on a machine.
func apart(pod *v1.Pod, node *framework.NodeInfo) bool {
	info, err := framework.NewPodInfo(pod)
	check(err)
	for _, term := range info.RequiredAntiAffinityTerms {
		for _, other := range node.Pods {
			if term.TopologyKey == "kubernetes.io/hostname" && term.Matches(other.GetPod(), nil) {
				return true
			}
		}
	}
	return false
}

// How many pods find a place on all machines of all pools, one of its largest type after the other.
func placed(one testCase) int64 {
	pod, daemons := workloads(one.Files)
	var all int64
	for _, pool := range one.Pools {
		var most int64
		for _, node := range empty(pool, 0, daemons) {
			var count int64
			for count < one.Replicas && fits(pod, node) {
				node.AddPod(pod.DeepCopy())
				count++
			}
			most = max(most, count)
		}
		all += most * pool.Most
	}
	return all
}

// The scheduler's filters NodeAffinity and TaintToleration.
func stands(pod *v1.Pod, node *v1.Node) bool {
	affine, err := nodeaffinity.GetRequiredNodeAffinity(pod).Match(node)
	check(err)
	hard := func(taint *v1.Taint) bool {
		return taint.Effect == v1.TaintEffectNoSchedule || taint.Effect == v1.TaintEffectNoExecute
	}
	_, kept := helpers.FindMatchingUntoleratedTaint(node.Spec.Taints, pod.Spec.Tolerations, hard)
	return affine && !kept
}

func nodeOf(pool pool, overhead int64) *v1.Node {
	kind, known := machines[pool.Type]
	if !known {
		panic(pool.Type)
	}
	const mib = 1024 * 1024
	pods := kind.interfaces*(kind.addresses-1) + 2
	if pool.Prefixes {
		pods = min(kind.interfaces*(kind.addresses-1)*16+2, bound(kind))
	}
	memory := kind.memory*1024*mib*(1000-overhead)/1000 - (11*pods+255+100)*mib
	labels := map[string]string{
		"kubernetes.io/arch": kind.arch, "kubernetes.io/os": "linux", "node.kubernetes.io/instance-type": pool.Type,
	}
	for key, value := range pool.Labels {
		labels[key] = value
	}
	return &v1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: "node", Labels: labels},
		Spec:       v1.NodeSpec{Taints: pool.Taints},
		Status: v1.NodeStatus{Allocatable: v1.ResourceList{
			v1.ResourceCPU:    *resource.NewMilliQuantity(kind.vcpu*1000-keptCPU(kind.vcpu), resource.DecimalSI),
			v1.ResourceMemory: *resource.NewQuantity(memory, resource.BinarySI),
			v1.ResourcePods:   *resource.NewQuantity(min(pods, bound(kind)), resource.DecimalSI),
			"nvidia.com/gpu":  *resource.NewQuantity(kind.gpu*max(pool.Shared, 1), resource.DecimalSI),
			// What the kubelet keeps: a tenth so as not to run full, and 1 GiB.
			v1.ResourceEphemeralStorage: *resource.NewQuantity(pool.Disk*1024*mib*9/10-1024*mib, resource.BinarySI),
		}},
	}
}

// How many pods the kubelet takes, whatever addresses there are.
func bound(kind machine) int64 {
	if kind.vcpu > 30 {
		return 250
	}
	return 110
}

// In thousandths: 6 % of the first processor, 1 % of the second, half a percent of two more, a quarter of all others.
func keptCPU(vcpu int64) int64 {
	kept := 0.0
	for number := int64(0); number < vcpu; number++ {
		switch {
		case number == 0:
			kept += 60
		case number == 1:
			kept += 10
		case number < 4:
			kept += 5
		default:
			kept += 2.5
		}
	}
	return int64(kept + 0.5)
}

// The pod of the Deployment, and those of the daemon sets.
func workloads(files []string) (*v1.Pod, []*v1.Pod) {
	var pods *v1.Pod
	var daemons []*v1.Pod
	for _, file := range files {
		var kind metav1.TypeMeta
		check(yaml.Unmarshal([]byte(file), &kind))
		switch kind.Kind {
		case "Deployment":
			var deployment appsv1.Deployment
			check(yaml.UnmarshalStrict([]byte(file), &deployment))
			pods = podOf(deployment.Spec.Template)
		case "DaemonSet":
			var set appsv1.DaemonSet
			check(yaml.UnmarshalStrict([]byte(file), &set))
			daemons = append(daemons, podOf(set.Spec.Template))
		}
	}
	return pods, daemons
}

// A pod as an API server would take it: what is limited and not asked for is asked for, and with the machine's addresses each port
// is one of the machine.
func podOf(template v1.PodTemplateSpec) *v1.Pod {
	pod := &v1.Pod{ObjectMeta: template.ObjectMeta, Spec: template.Spec}
	for _, containers := range [][]v1.Container{pod.Spec.Containers, pod.Spec.InitContainers} {
		for index := range containers {
			for number := range containers[index].Ports {
				if port := &containers[index].Ports[number]; pod.Spec.HostNetwork {
					port.HostPort = port.ContainerPort
				}
			}
			needs := &containers[index].Resources
			for name, amount := range needs.Limits {
				if _, asked := needs.Requests[name]; !asked {
					if needs.Requests == nil {
						needs.Requests = v1.ResourceList{}
					}
					needs.Requests[name] = amount
				}
			}
		}
	}
	return pod
}

func asking(name, cpu string) *v1.Pod {
	needs := v1.ResourceRequirements{Requests: v1.ResourceList{v1.ResourceCPU: resource.MustParse(cpu)}}
	spec := v1.PodSpec{Containers: []v1.Container{{Name: name, Resources: needs}}}
	return &v1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: spec}
}

func read(path string) []byte {
	bytes, err := os.ReadFile(path)
	check(err)
	return bytes
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
