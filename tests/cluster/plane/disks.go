package main

import (
	"context"
	"errors"

	core "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

const provisioner = "ebs.csi.aws.com"

// Makes a disk for each claim, which the real controller binds, and takes it away with the claim.
func (all *world) disks(ctx context.Context) error {
	claims, err := all.there.Core().V1().PersistentVolumeClaims().Lister().List(labels.Everything())
	if err != nil {
		return err
	}
	calls := all.client.CoreV1().PersistentVolumes()
	var wrong []error
	for _, claim := range claims {
		if claim.Spec.VolumeName == "" && claim.DeletionTimestamp == nil && all.after("disk "+string(claim.UID), all.pace) {
			_, err := calls.Create(ctx, diskFor(claim), metav1.CreateOptions{})
			wrong = append(wrong, unless(err, apierrors.IsAlreadyExists))
		}
	}
	volumes, err := all.there.Core().V1().PersistentVolumes().Lister().List(labels.Everything())
	if err != nil {
		return err
	}
	for _, volume := range volumes {
		if volume.Status.Phase == core.VolumeReleased && volume.DeletionTimestamp == nil {
			wrong = append(wrong, unless(calls.Delete(ctx, volume.Name, metav1.DeleteOptions{}), apierrors.IsNotFound))
		}
	}
	return errors.Join(wrong...)
}

func diskFor(claim *core.PersistentVolumeClaim) *core.PersistentVolume {
	name := "pvc-" + string(claim.UID)
	class := ""
	if claim.Spec.StorageClassName != nil {
		class = *claim.Spec.StorageClassName
	}
	return &core.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: core.PersistentVolumeSpec{
			Capacity: claim.Spec.Resources.Requests, AccessModes: claim.Spec.AccessModes, VolumeMode: claim.Spec.VolumeMode,
			StorageClassName: class,
			// Nobody but this loop takes it away.
			PersistentVolumeReclaimPolicy: core.PersistentVolumeReclaimRetain,
			ClaimRef:                      &core.ObjectReference{Kind: "PersistentVolumeClaim", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID},
			PersistentVolumeSource: core.PersistentVolumeSource{
				CSI: &core.CSIPersistentVolumeSource{Driver: provisioner, VolumeHandle: "vol-" + string(claim.UID)},
			},
		},
	}
}
