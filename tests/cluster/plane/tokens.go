package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	authentication "k8s.io/api/authentication/v1"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

const (
	prefix = "k8s-aws-v1."
	named  = "x-k8s-aws-id"
	stamp  = "20060102T150405Z"
)

var sts = regexp.MustCompile(`\Asts(-fips)?(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?\z`)

// What a request must have in its address, and nothing else.
var parameters = []string{
	"Action", "Version", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
	"X-Amz-Signature",
}

// Serves the API server's questions about tokens, as EKS' authenticator does; gives the file that says where. Where that
// one asks STS, the signature is worked out here.
func judge(ctx context.Context, given settings) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	log, err := os.Create(filepath.Join(given.dir, "tokens.log"))
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		var review authentication.TokenReview
		if err := json.NewDecoder(request.Body).Decode(&review); err != nil {
			http.Error(writer, err.Error(), http.StatusBadRequest)
			return
		}
		id, err := given.caller(review.Spec.Token, time.Now())
		if err != nil {
			review.Status.Error = err.Error()
			fmt.Fprintf(log, "%s refused: %v\n", time.Now().UTC().Format(stamp), err)
		} else {
			review.Status.Authenticated = true
			review.Status.User = authentication.UserInfo{Username: "aws:" + id, Groups: []string{"system:masters"}}
			fmt.Fprintf(log, "%s taken\n", time.Now().UTC().Format(stamp))
		}
		review.Spec.Token = ""
		writer.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(writer).Encode(review)
	})}
	go func() { _ = server.Serve(listener) }()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	config := api.NewConfig()
	config.Clusters["tokens"] = &api.Cluster{Server: "http://" + listener.Addr().String()}
	config.Contexts["tokens"] = &api.Context{Cluster: "tokens"}
	config.CurrentContext = "tokens"
	file := filepath.Join(given.dir, "tokens.kubeconfig")
	return file, clientcmd.WriteToFile(*config, file)
}

// Who made a token: the id of the key; or why the token is not taken.
func (given settings) caller(token string, now time.Time) (string, error) {
	text, ours := strings.CutPrefix(token, prefix)
	if !ours {
		return "", fmt.Errorf("a token begins with `%s`", prefix)
	}
	bytes, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return "", fmt.Errorf("base64url without padding: %w", err)
	}
	address, err := url.Parse(string(bytes))
	if err != nil {
		return "", err
	}
	query, err := url.ParseQuery(address.RawQuery)
	if err != nil {
		return "", err
	}
	if err := given.place(address); err != nil {
		return "", err
	}
	if err := shape(query); err != nil {
		return "", err
	}
	if err := given.fresh(query, now); err != nil {
		return "", err
	}
	return given.verified(address, query)
}

func (given settings) place(address *url.URL) error {
	if address.Host != given.hosts || given.hosts == "" {
		if address.Scheme != "https" || !sts.MatchString(address.Host) {
			return fmt.Errorf("`%s://%s` is not STS", address.Scheme, address.Host)
		}
	}
	if address.Path != "/" || address.User != nil || address.Fragment != "" {
		return errors.New("the path is not `/`")
	}
	return nil
}

func shape(query url.Values) error {
	for name, values := range query {
		if len(values) != 1 {
			return fmt.Errorf("`%s` stands there more than once", name)
		}
		if name != "X-Amz-Security-Token" && !slices.Contains(parameters, name) {
			return fmt.Errorf("`%s` is no parameter of such a call", name)
		}
	}
	for _, name := range parameters {
		if query.Get(name) == "" {
			return fmt.Errorf("`%s` is missing", name)
		}
	}
	if query.Get("Action") != "GetCallerIdentity" || query.Get("Version") != "2011-06-15" {
		return errors.New("the call is not GetCallerIdentity")
	}
	signed := strings.Split(query.Get("X-Amz-SignedHeaders"), ";")
	if !slices.Equal(signed, []string{"host", named}) {
		return fmt.Errorf("the headers that are signed are `%s`, not `host` and `%s`", strings.Join(signed, ";"), named)
	}
	return nil
}

func (given settings) fresh(query url.Values, now time.Time) error {
	seconds, err := strconv.Atoi(query.Get("X-Amz-Expires"))
	if err != nil || seconds < 1 || seconds > 60 {
		return fmt.Errorf("`X-Amz-Expires` is `%s`, not 1 to 60", query.Get("X-Amz-Expires"))
	}
	made, err := time.Parse(stamp, query.Get("X-Amz-Date"))
	if err != nil {
		return err
	}
	if age := now.Sub(made); age > given.lifetime {
		return fmt.Errorf("the token is %s old", age.Round(time.Second))
	} else if age < -5*time.Minute {
		return errors.New("the token is of the future")
	}
	return nil
}

// Works the signature out: Signature Version 4, of a call with an empty body.
func (given settings) verified(address *url.URL, query url.Values) (string, error) {
	id, secret, _ := strings.Cut(given.keys, ":")
	scope := strings.Split(query.Get("X-Amz-Credential"), "/")
	if len(scope) != 5 || scope[3] != "sts" || scope[4] != "aws4_request" {
		return "", fmt.Errorf("`%s` is no credential for STS", query.Get("X-Amz-Credential"))
	}
	if scope[0] != id {
		return "", fmt.Errorf("there is no key `%s`", scope[0])
	}
	said := query.Get("X-Amz-Signature")
	query.Del("X-Amz-Signature")
	names := given.names()
	for _, name := range names {
		if signature(address.Host, name, secret, scope[1:], query) == said {
			return id, nil
		}
	}
	return "", fmt.Errorf("the signature is not one of `%s` for the cluster `%s`", id, strings.Join(names, "` or `"))
}

// What the cluster is called: as is said, or in the lines of a file, which can grow.
func (given settings) names() []string {
	file, ok := strings.CutPrefix(given.cluster, "@")
	if !ok {
		return []string{given.cluster}
	}
	text, _ := os.ReadFile(file)
	return strings.Fields(string(text))
}

// The signature of a call for a cluster; the scope is the day, the region, the service and its end.
func signature(host, cluster, secret string, scope []string, query url.Values) string {
	empty := sha256.Sum256(nil)
	request := strings.Join([]string{
		"GET", "/", strings.ReplaceAll(query.Encode(), "+", "%20"),
		"host:" + host, named + ":" + cluster, "",
		"host;" + named, hex.EncodeToString(empty[:]),
	}, "\n")
	hash := sha256.Sum256([]byte(request))
	text := strings.Join([]string{
		"AWS4-HMAC-SHA256", query.Get("X-Amz-Date"), strings.Join(scope, "/"), hex.EncodeToString(hash[:]),
	}, "\n")
	key := []byte("AWS4" + secret)
	for _, step := range slices.Concat(scope, []string{text}) {
		sum := hmac.New(sha256.New, key)
		sum.Write([]byte(step))
		key = sum.Sum(nil)
	}
	return hex.EncodeToString(key)
}
