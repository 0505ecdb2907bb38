// Creates a meeting and reads it. Needs MEETSO_API and MEETSO_KEY; only the standard library.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	mathrand "math/rand"
	"net/http"
	"os"
	"strconv"
	"time"
)

// MeetsoError is why a call failed: branch on Code, quote RequestID to support.
type MeetsoError struct {
	Status                   int
	Code, Message, RequestID string
}

func (e *MeetsoError) Error() string {
	return fmt.Sprintf("%d %s: %s (%s)", e.Status, e.Code, e.Message, e.RequestID)
}

func failureOf(response *http.Response, body []byte) *MeetsoError {
	var envelope struct{ Error struct{ Code, Message string } }
	failure := &MeetsoError{Status: response.StatusCode, RequestID: response.Header.Get("x-request-id")}
	if json.Unmarshal(body, &envelope) != nil || envelope.Error.Code == "" {
		failure.Code = "no_envelope" // a proxy answered with a page of its own
		return failure
	}
	failure.Code, failure.Message = envelope.Error.Code, envelope.Error.Message
	return failure
}

// Meetso calls the API; it repeats what repeating can help, and returns all other failures.
func Meetso(method, path string, body []byte) ([]byte, error) {
	key := make([]byte, 16)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	client := http.Client{Timeout: 30 * time.Second}
	for attempt := 1; ; attempt++ {
		request, err := http.NewRequest(method, os.Getenv("MEETSO_API")+path, bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Authorization", "Bearer "+os.Getenv("MEETSO_KEY"))
		if body != nil {
			request.Header.Set("Content-Type", "application/json")
		}
		if method == http.MethodPost { // the same for all attempts: nothing is created twice
			request.Header.Set("Idempotency-Key", hex.EncodeToString(key))
		}
		wait := time.Duration(1<<(attempt-1)) * time.Second / 2
		response, err := client.Do(request)
		if err == nil {
			text, broken := io.ReadAll(response.Body)
			response.Body.Close()
			isJSON := len(text) == 0 || json.Valid(text)
			if broken == nil && response.StatusCode < 300 && isJSON {
				return text, nil
			}
			if err = broken; broken == nil {
				err = failureOf(response, text)
				status := response.StatusCode
				if status >= 300 && status < 500 && status != 429 {
					return nil, err // fix the request: the same call cannot succeed
				}
				// A proxy may name a date instead.
				if seconds, bad := strconv.Atoi(response.Header.Get("Retry-After")); bad == nil {
					wait = time.Duration(seconds) * time.Second
				}
			}
		}
		if attempt == 4 {
			return nil, err
		}
		// Jitter only ever adds: who comes before Retry-After is over is refused again.
		time.Sleep(wait + time.Duration(mathrand.Intn(500))*time.Millisecond)
	}
}

func main() {
	made, err := Meetso("POST", "/public/v1/meetings",
		[]byte(`{"title":"Kick-off","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}`))
	if err != nil {
		log.Fatal(err)
	}
	var meeting struct{ ID string }
	if err := json.Unmarshal(made, &meeting); err != nil {
		log.Fatal(err)
	}
	text, err := Meetso("GET", "/public/v1/meetings/"+meeting.ID, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
}
