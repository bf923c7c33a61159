package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// The marks of what has a load balancer, which keep it until that one is gone: those of Kubernetes' cloud controller and of
// the AWS Load Balancer Controller.
const (
	ofService = "service.kubernetes.io/load-balancer-cleanup"
	ofIngress = "ingress.k8s.aws/resources"
)

// Gives services and ingresses a load balancer, and takes it away again.
func (all *world) balancers(ctx context.Context) error {
	services, err := all.there.Core().V1().Services().Lister().List(labels.Everything())
	if err != nil {
		return err
	}
	var wrong []error
	for _, service := range services {
		if service.Spec.Type == core.ServiceTypeLoadBalancer {
			wrong = append(wrong, unless(all.service(ctx, service.DeepCopy()), apierrors.IsConflict, apierrors.IsNotFound))
		}
	}
	ingresses, err := all.there.Networking().V1().Ingresses().Lister().List(labels.Everything())
	if err != nil {
		return err
	}
	for _, ingress := range ingresses {
		wrong = append(wrong, unless(all.ingress(ctx, ingress.DeepCopy()), apierrors.IsConflict, apierrors.IsNotFound))
	}
	return errors.Join(wrong...)
}

func (all *world) service(ctx context.Context, service *core.Service) error {
	calls := all.client.CoreV1().Services(service.Namespace)
	if all.marked(&service.ObjectMeta, ofService) {
		_, err := calls.Update(ctx, service, metav1.UpdateOptions{})
		return err
	}
	if len(service.Status.LoadBalancer.Ingress) > 0 || !all.born(&service.ObjectMeta) {
		return nil
	}
	service.Status.LoadBalancer.Ingress = []core.LoadBalancerIngress{{Hostname: address(&service.ObjectMeta)}}
	_, err := calls.UpdateStatus(ctx, service, metav1.UpdateOptions{})
	return err
}

func (all *world) ingress(ctx context.Context, ingress *networking.Ingress) error {
	calls := all.client.NetworkingV1().Ingresses(ingress.Namespace)
	if all.marked(&ingress.ObjectMeta, ofIngress) {
		_, err := calls.Update(ctx, ingress, metav1.UpdateOptions{})
		return err
	}
	if len(ingress.Status.LoadBalancer.Ingress) > 0 || !all.born(&ingress.ObjectMeta) {
		return nil
	}
	ingress.Status.LoadBalancer.Ingress = []networking.IngressLoadBalancerIngress{{Hostname: address(&ingress.ObjectMeta)}}
	_, err := calls.UpdateStatus(ctx, ingress, metav1.UpdateOptions{})
	return err
}

// Sets or takes off the mark; says whether it did.
func (all *world) marked(meta *metav1.ObjectMeta, mark string) bool {
	is := slices.Contains(meta.Finalizers, mark)
	if meta.DeletionTimestamp == nil && !is {
		meta.Finalizers = append(meta.Finalizers, mark)
		return true
	}
	if meta.DeletionTimestamp != nil && is && all.after("balancer ends "+string(meta.UID), 3*all.pace) {
		meta.Finalizers = slices.DeleteFunc(meta.Finalizers, func(one string) bool { return one == mark })
		return true
	}
	return false
}

func (all *world) born(meta *metav1.ObjectMeta) bool {
	return meta.DeletionTimestamp == nil && all.after("balancer "+string(meta.UID), 3*all.pace)
}

func address(meta *metav1.ObjectMeta) string {
	return fmt.Sprintf("k8s-%s-%.10s.elb.eu-west-1.amazonaws.com", meta.Name, string(meta.UID))
}
