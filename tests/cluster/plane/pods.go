package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	core "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// Images that do not work: one that cannot be had, and one whose program ends with an error.
const (
	broken  = "broken"
	failing = "failing"
)

// Brings each pod a step further, as kubelets do: bound, waiting for what it mounts, running, ended, gone.
func (all *world) pods(ctx context.Context) error {
	pods, err := all.there.Core().V1().Pods().Lister().List(labels.Everything())
	if err != nil {
		return err
	}
	var wrong []error
	for _, pod := range pods {
		err := all.pod(ctx, pod)
		wrong = append(wrong, unless(err, apierrors.IsNotFound, apierrors.IsConflict))
	}
	return errors.Join(wrong...)
}

func (all *world) pod(ctx context.Context, pod *core.Pod) error {
	mine := all.client.CoreV1().Pods(pod.Namespace)
	name := string(pod.UID)
	ended := pod.Status.Phase == core.PodSucceeded || pod.Status.Phase == core.PodFailed
	switch {
	case pod.DeletionTimestamp != nil:
		if ended || pod.Spec.NodeName == "" || all.after("end "+name, all.pace) {
			now := int64(0)
			return mine.Delete(ctx, pod.Name, metav1.DeleteOptions{
				GracePeriodSeconds: &now, Preconditions: metav1.NewUIDPreconditions(name),
			})
		}
		return nil
	case pod.Spec.NodeName == "":
		if len(pod.Spec.SchedulingGates) > 0 {
			return nil
		}
		return mine.Bind(ctx, &core.Binding{
			ObjectMeta: metav1.ObjectMeta{Name: pod.Name, UID: pod.UID}, Target: core.ObjectReference{Kind: "Node", Name: all.place(pod)},
		}, metav1.CreateOptions{})
	case ended || !all.after("step "+name, all.pace):
		return nil
	}
	status := all.next(pod)
	if status == nil {
		return nil
	}
	changed := pod.DeepCopy()
	changed.Status = *status
	_, err := mine.UpdateStatus(ctx, changed, metav1.UpdateOptions{})
	return err
}

// The machine that a daemon set asks for, or one after the other.
func (all *world) place(pod *core.Pod) string {
	if affine := pod.Spec.Affinity; affine != nil && affine.NodeAffinity != nil {
		if required := affine.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution; required != nil {
			for _, term := range required.NodeSelectorTerms {
				for _, field := range term.MatchFields {
					return field.Values[0]
				}
			}
		}
	}
	all.turn++
	return fmt.Sprintf("ip-10-0-0-%d.eu-west-1.compute.internal", all.turn%all.count+1)
}

// What a pod's status becomes; nothing if it stays.
func (all *world) next(pod *core.Pod) *core.PodStatus {
	runs := pod.Status.Phase == core.PodRunning
	once := pod.Spec.RestartPolicy != core.RestartPolicyAlways
	switch {
	case runs && !once:
		return nil
	case runs && has(pod, failing):
		return status(pod, core.PodFailed, core.ContainerState{Terminated: &core.ContainerStateTerminated{ExitCode: 1, Reason: "Error"}})
	case runs:
		return status(pod, core.PodSucceeded, core.ContainerState{Terminated: &core.ContainerStateTerminated{Reason: "Completed"}})
	case has(pod, broken):
		return waiting(pod, "ImagePullBackOff", "the image cannot be pulled")
	}
	if missing := all.missing(pod); missing != "" {
		return waiting(pod, "CreateContainerConfigError", missing)
	}
	return status(pod, core.PodRunning, core.ContainerState{Running: &core.ContainerStateRunning{StartedAt: metav1.Now()}})
}

func has(pod *core.Pod, word string) bool {
	for _, container := range containers(pod) {
		if strings.Contains(container.Image, word) {
			return true
		}
	}
	return false
}

// What a pod that waits shows; nothing if it shows it already.
func waiting(pod *core.Pod, reason, message string) *core.PodStatus {
	made := status(pod, core.PodPending, core.ContainerState{Waiting: &core.ContainerStateWaiting{Reason: reason, Message: message}})
	for _, container := range pod.Status.ContainerStatuses {
		if container.State.Waiting != nil && *container.State.Waiting == *made.ContainerStatuses[0].State.Waiting {
			return nil
		}
	}
	return made
}

func status(pod *core.Pod, phase core.PodPhase, state core.ContainerState) *core.PodStatus {
	made := pod.Status.DeepCopy()
	now := metav1.Now()
	runs := phase == core.PodRunning
	made.Phase = phase
	made.HostIP = "10.0.0.1"
	if made.StartTime == nil {
		made.StartTime = &now
	}
	if runs {
		made.PodIP = fmt.Sprintf("10.0.%d.%d", pod.UID[0], pod.UID[1])
		made.PodIPs = []core.PodIP{{IP: made.PodIP}}
	}
	made.Conditions = []core.PodCondition{
		condition(core.PodScheduled, true), condition(core.PodInitialized, phase != core.PodPending),
		condition(core.ContainersReady, runs), condition(core.PodReady, runs),
	}
	made.InitContainerStatuses, made.ContainerStatuses = nil, nil
	for _, container := range pod.Spec.Containers {
		made.ContainerStatuses = append(made.ContainerStatuses, core.ContainerStatus{
			Name: container.Name, Image: container.Image, State: state, Ready: runs, Started: &runs,
		})
	}
	return made
}

func condition(kind core.PodConditionType, is bool) core.PodCondition {
	truth := core.ConditionFalse
	if is {
		truth = core.ConditionTrue
	}
	return core.PodCondition{Type: kind, Status: truth, LastTransitionTime: metav1.Now()}
}

// The containers that prepare a pod, and those that are it.
func containers(pod *core.Pod) []core.Container {
	return slices.Concat(pod.Spec.InitContainers, pod.Spec.Containers)
}
