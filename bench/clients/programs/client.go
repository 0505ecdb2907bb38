// The job on standard input, what came of each call on standard output; by net/http.
package main

import (
	"bytes"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
)

type call struct {
	Method, URL string
	Headers     map[string]string
	Body        *string
	Bytes       int
	Chunked     bool
	Host, Head  string
	Port        int
}

type outcome struct {
	Status  int               `json:"status,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	Text    string            `json:"text,omitempty"`
	Raw     string            `json:"raw,omitempty"`
	Error   string            `json:"error,omitempty"`
}

func halfClose(one call) (outcome, error) {
	connection, err := net.Dial("tcp", net.JoinHostPort(one.Host, strconv.Itoa(one.Port)))
	if err != nil {
		return outcome{}, err
	}
	defer connection.Close()
	if _, err = io.WriteString(connection, one.Head); err != nil {
		return outcome{}, err
	}
	if err = connection.(*net.TCPConn).CloseWrite(); err != nil {
		return outcome{}, err
	}
	raw, err := io.ReadAll(connection)
	return outcome{Raw: string(raw)}, err
}

func send(one call) (outcome, error) {
	if one.Head != "" {
		return halfClose(one)
	}
	var body io.Reader
	if one.Bytes > 0 {
		body = bytes.NewReader(bytes.Repeat([]byte("x"), one.Bytes))
	} else if one.Body != nil {
		body = strings.NewReader(*one.Body)
	}
	if one.Chunked {
		body = struct{ io.Reader }{body} // of a length that nobody knows
	}
	request, err := http.NewRequest(one.Method, one.URL, body)
	if err != nil {
		return outcome{}, err
	}
	for name, value := range one.Headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return outcome{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	headers := map[string]string{}
	for name := range response.Header {
		headers[strings.ToLower(name)] = response.Header.Get(name)
	}
	if response.Close { // net/http takes the header away
		headers["connection"] = "close"
	}
	return outcome{Status: response.StatusCode, Headers: headers, Text: string(text)}, err
}

func main() {
	var job struct {
		Calls  []call
		AtOnce int
	}
	if err := json.NewDecoder(os.Stdin).Decode(&job); err != nil {
		log.Fatal(err)
	}
	outcomes := make([]outcome, len(job.Calls))
	next := make(chan int)
	var workers sync.WaitGroup
	for range job.AtOnce {
		workers.Go(func() {
			for at := range next {
				got, err := send(job.Calls[at])
				if err != nil {
					got = outcome{Error: err.Error()}
				}
				outcomes[at] = got
			}
		})
	}
	for at := range job.Calls {
		next <- at
	}
	close(next)
	workers.Wait()
	if err := json.NewEncoder(os.Stdout).Encode(outcomes); err != nil {
		log.Fatal(err)
	}
}
