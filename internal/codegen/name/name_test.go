package name_test

import (
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

func TestNamesFollowOneRule(t *testing.T) {
	tests := []struct{ vendor, exported, unexported, pkg string }{
		{"leaves", "Leaves", "leaves", "leaves"},
		{"leave_type_id[]", "LeaveTypeID", "leaveTypeID", "leavetypeid"},
		{"employee_ids[]", "EmployeeIDs", "employeeIDs", "employeeids"},
		{"project_management", "ProjectManagement", "projectManagement", "projectmanagement"},
		{"PoTemplate", "POTemplate", "poTemplate", "potemplate"},
		{"download_urls", "DownloadURLs", "downloadURLs", "downloadurls"},
		{"it_assets", "ITAssets", "itAssets", "itassets"},
		{"_destroy", "Destroy", "destroy", "destroy"},
		{"address_line_1", "AddressLine1", "addressLine1", "addressline1"},
		{"a3innuva", "A3innuva", "a3innuva", "a3innuva"},
		{"employee_updates/new_hire", "EmployeeUpdatesNewHire", "employeeUpdatesNewHire", "employeeupdatesnewhire"},
		{"identity", "Identity", "identity", "identity"},
		{"", "", "", ""},
	}
	for _, test := range tests {
		t.Run(test.vendor, func(t *testing.T) {
			if got := name.Exported(test.vendor); got != test.exported {
				t.Errorf("Exported is %s, want %s", got, test.exported)
			}
			if got := name.Unexported(test.vendor); got != test.unexported {
				t.Errorf("Unexported is %s, want %s", got, test.unexported)
			}
			if got := name.Package(test.vendor); got != test.pkg {
				t.Errorf("Package is %s, want %s", got, test.pkg)
			}
		})
	}
}

func TestSingularsOfPropertyNames(t *testing.T) {
	for plural, singular := range map[string]string{
		"categories": "category", "statuses": "status", "addresses": "address", "types": "type",
		"taxes": "tax", "branches": "branch", "status": "status", "access": "access", "options": "option",
		"reviewer_strategies": "reviewer_strategy", "content": "content",
	} {
		t.Run(plural, func(t *testing.T) {
			if got := name.Singular(plural); got != singular {
				t.Errorf("got %s, want %s", got, singular)
			}
		})
	}
}

func TestPhrasesReadAsWords(t *testing.T) {
	for label, phrase := range map[string]string{
		"job_postings": "job postings", "DownloadUrl": "download URL", "it_assets": "IT assets",
		"ITAssetModel": "IT asset model", "french_contract_types": "French contract types", "POTemplate": "PO template", "EmployeeIDs": "employee IDs", "Identity": "identity", "CV": "CV", "": "",
	} {
		if got := name.Phrase(label); got != phrase {
			t.Errorf("%s is %q, want %q", label, got, phrase)
		}
	}
}
