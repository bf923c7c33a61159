package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

const year = 365 * 24 * time.Hour

// Writes an authority, the server's certificate, an administrator's and the key of service accounts into the folder, new
// each time, and a kubeconfig; gives how the administrator calls.
func identify(dir, address string) (*rest.Config, error) {
	authority, err := certify(dir, "ca", nil, &x509.Certificate{
		Subject: pkix.Name{CommonName: "plane"}, IsCA: true, KeyUsage: x509.KeyUsageCertSign,
	})
	if err != nil {
		return nil, err
	}
	if _, err := certify(dir, "server", authority, &x509.Certificate{
		Subject: pkix.Name{CommonName: "kube-apiserver"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		DNSNames:    []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}); err != nil {
		return nil, err
	}
	if _, err := certify(dir, "admin", authority, &x509.Certificate{
		Subject:     pkix.Name{CommonName: "plane-admin", Organization: []string{"system:masters"}},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}); err != nil {
		return nil, err
	}
	if _, err := certify(dir, "accounts", authority, &x509.Certificate{Subject: pkix.Name{CommonName: "accounts"}}); err != nil {
		return nil, err
	}
	return administrator(dir, "https://"+address)
}

// A certificate with its key.
type signed struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

// Makes a key and a certificate, `NAME.key` and `NAME.crt`, signed by another one or by itself.
func certify(dir, name string, by *signed, what *x509.Certificate) (*signed, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return nil, err
	}
	what.SerialNumber, what.BasicConstraintsValid = serial, true
	what.NotBefore, what.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(year)
	what.KeyUsage |= x509.KeyUsageDigitalSignature
	if by == nil {
		by = &signed{what, key}
	}
	bytes, err := x509.CreateCertificate(rand.Reader, what, by.certificate, key.Public(), by.key)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	if err := write(dir, name+".crt", "CERTIFICATE", bytes); err != nil {
		return nil, err
	}
	if err := write(dir, name+".key", "EC PRIVATE KEY", secret); err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(bytes)
	return &signed{certificate, key}, err
}

func write(dir, name, kind string, bytes []byte) error {
	return os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600)
}

// Writes a kubeconfig that needs no other file; gives what it says.
func administrator(dir, endpoint string) (*rest.Config, error) {
	var contents [3][]byte
	for index, name := range []string{"ca.crt", "admin.crt", "admin.key"} {
		bytes, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		contents[index] = bytes
	}
	config := api.NewConfig()
	config.Clusters["plane"] = &api.Cluster{Server: endpoint, CertificateAuthorityData: contents[0]}
	config.AuthInfos["plane"] = &api.AuthInfo{ClientCertificateData: contents[1], ClientKeyData: contents[2]}
	config.Contexts["plane"] = &api.Context{Cluster: "plane", AuthInfo: "plane"}
	config.CurrentContext = "plane"
	if err := clientcmd.WriteToFile(*config, filepath.Join(dir, "kubeconfig")); err != nil {
		return nil, err
	}
	client, err := clientcmd.NewDefaultClientConfig(*config, nil).ClientConfig()
	if err != nil {
		return nil, err
	}
	client.QPS, client.Burst = 500, 1000
	return client, nil
}
