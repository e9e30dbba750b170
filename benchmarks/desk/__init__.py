"""The service desk: keys, requests and time of whoever logs, and what the server takes to save a service."""
